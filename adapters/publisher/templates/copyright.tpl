{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>Copyright</h1>
<div class="prose"><p>What {{COUNCIL}} writes on these pages belongs to {{COUNCIL}}. Ask before using it for more than reading and quoting. <a href="{{CONTACT_URL}}">Contact us</a>.</p>
<p>Words of mana whenua belong to them. The copyright of documents and pictures that projects link to is with their authors.</p></div></div>
{{>FOOT}}
