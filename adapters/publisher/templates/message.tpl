{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>{{TITLE}}</h1>
{{#PARAGRAPH}}<p>{{TEXT}}</p>
{{/PARAGRAPH}}{{#LINK_URL}}<p class="after"><a href="{{LINK_URL}}">{{LINK_TEXT}}</a></p>
{{/LINK_URL}}{{#FORM}}<form method="post"{{#ACTION}} action="{{ACTION}}"{{/ACTION}}>{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">{{/HIDDEN}}<button class="btn" type="submit">{{BUTTON}}</button></form>
{{/FORM}}</div>
{{>FOOT}}
