{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>{{TITLE}}</h1>
<p class="lede">This page is no longer published.{{#SINCE}} It was taken down on {{SINCE_TEXT}}.{{/SINCE}}</p>
{{#REASON}}<div class="prose">{{>REASON_TEXT}}</div>
{{/REASON}}<p class="after"><a href="{{HOME_URL}}">All projects</a></p></div>
{{>FOOT}}
