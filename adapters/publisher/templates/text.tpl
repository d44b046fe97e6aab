{{%AUTOESCAPE context="HTML"}}{{#PARAGRAPH}}<p>{{#LINE}}{{TEXT}}{{#LINE_separator}}<br>{{/LINE_separator}}{{/LINE}}</p>
{{/PARAGRAPH}}
