{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>Contact us</h1>
{{#SOME}}<p class="lede">Ask about any project here, or for anything on these pages in another format.</p>
<dl class="rows">
{{#EMAIL}}<div><dt>Email</dt><dd>{{CONTACT_EMAIL}}</dd></div>
{{/EMAIL}}{{#PHONE}}<div><dt>Phone</dt><dd>{{CONTACT_PHONE}}{{#HOURS}}, {{CONTACT_HOURS}}{{/HOURS}}</dd></div>
{{/PHONE}}{{#ADDRESS}}<div><dt>By post or in person</dt><dd>{{CONTACT_ADDRESS}}</dd></div>
{{/ADDRESS}}</dl>
{{/SOME}}{{#NONE}}<p class="lede">{{COUNCIL}} has not entered how to reach it here yet. Each project page lists its own ways to take part.</p>
{{/NONE}}</div>
{{>FOOT}}
