{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>Accessibility</h1>
<div class="prose"><p class="lede">We want everyone to be able to read these pages and take part.</p>
<p>These pages are plain HTML without scripts. They are built to WCAG 2.2 level AA and the NZ Government Web Accessibility Standard: they work with a keyboard alone, at 400 % zoom, in light and dark, and on paper.</p>
<h2>What we know falls short</h2>
<p>They are checked by programs. They have not yet been tested with people who use screen readers every day. Documents that projects link to may be less accessible than the pages themselves.</p>
<h2>Tell us</h2>
<p>If something does not work for you, or you need it in another format, <a href="{{CONTACT_URL}}">contact us</a>.</p></div></div>
{{>FOOT}}
