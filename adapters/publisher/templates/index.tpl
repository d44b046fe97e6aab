{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>Have your say</h1>
<p class="lede">What {{COUNCIL}} is asking, what you can change, and what happened to what you said.</p>
<nav class="jump" aria-label="On this page"><ul>
{{#GROUP}}<li><a href="#{{GROUP_ID}}">{{GROUP_TITLE}} <span class="count">({{GROUP_COUNT}})</span></a></li>
{{/GROUP}}</ul></nav></div>
{{#GROUP}}<section class="band{{#TINT}} tint{{/TINT}}" aria-labelledby="{{GROUP_ID}}"><div class="wrap">
<h2 id="{{GROUP_ID}}" tabindex="-1">{{GROUP_TITLE}}</h2>
{{#EMPTY}}<p class="empty">{{EMPTY_TEXT}}</p>
{{/EMPTY}}{{#CARDS}}<ul class="cards">
{{#CARD}}<li class="card"><h3><a href="{{URL}}">{{TITLE}}</a></h3>
{{#STATUS}}<p class="state{{#IS_LATE}} late{{/IS_LATE}}">{{STATUS_TEXT}}</p>
{{/STATUS}}{{#SUMMARY}}<div class="summary">{{>TEXT}}</div>
{{/SUMMARY}}<dl class="pairs">
{{#FACT}}<div><dt>{{FACT_NAME}}</dt><dd>{{FACT_VALUE}}</dd></div>
{{/FACT}}</dl>
{{#ANSWERED}}<p><a href="{{ANSWER_URL}}">What you said, what we decided, and why<span class="vh">: {{TITLE}}</span></a></p>
{{/ANSWERED}}</li>
{{/CARD}}</ul>
{{/CARDS}}</div></section>
{{/GROUP}}{{>FOOT}}
