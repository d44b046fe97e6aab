{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top">
<p class="pill">{{PROJECT_TITLE}}</p>
<h1>{{HEADING}}</h1>
<p class="lede">Your reference is <b class="reference">{{REFERENCE}}</b>. It came in on {{RECEIVED_TEXT}}.</p>
{{#LATE}}<p>That was after the close, so it is marked as late. It is kept, and those who decide see it.</p>
{{/LATE}}{{#ANSWER_URL}}<p class="big"><a href="{{ANSWER_URL}}">What people said, what was decided, and why</a></p>
{{/ANSWER_URL}}{{#WAITING}}<p>{{#HEAR_BACK_TEXT}}You will hear back by {{HEAR_BACK_TEXT}}. {{/HEAR_BACK_TEXT}}This page will then show what became of it. Keep its address: it is yours alone, and whoever has it can read this.</p>
{{/WAITING}}{{#OUTCOMES}}<section aria-labelledby="outcome"><h2 id="outcome">What became of what you raised</h2>
{{#THEME}}<article class="outcome"><h3>{{TITLE}}</h3><p><b>{{VERDICT_TEXT}}</b></p>{{>WE_DECIDED}}{{>BECAUSE}}</article>
{{/THEME}}</section>
{{/OUTCOMES}}<section aria-labelledby="said"><h2 id="said">What you said</h2>
<blockquote class="said">{{>WORDS}}</blockquote>
{{#ANSWERS}}<dl class="rows">
{{#ANSWER}}<div><dt>{{QUESTION}}</dt><dd>{{GIVEN}}</dd></div>
{{/ANSWER}}</dl>
{{/ANSWERS}}{{#FILES}}<h3 class="after">Files you sent</h3>
<ul>{{#FILE}}<li><a href="{{FILES_AT}}{{HASH}}">{{NAME}}</a> ({{SIZE_TEXT}})</li>
{{/FILE}}</ul>
{{/FILES}}</section>
<section aria-labelledby="may"><h2 id="may">What you agreed to</h2><ul>
<li>{{#CONTACT}}We write to you about this project.{{/CONTACT}}{{#NO_CONTACT}}We do not write to you.{{/NO_CONTACT}}</li>
<li>{{#PUBLISH_WORDS}}Your words may be published{{#PUBLISH_NAME}}, with your name{{/PUBLISH_NAME}}.{{/PUBLISH_WORDS}}{{#NO_PUBLISH_WORDS}}Your words are not published. They count all the same.{{/NO_PUBLISH_WORDS}}</li>
</ul></section>
{{#SURVEY_URL}}<p class="after"><a href="{{SURVEY_URL}}">Was the answer clear? Tell us how it was for you</a></p>
{{/SURVEY_URL}}{{#PROJECT_URL}}<p class="after"><a href="{{PROJECT_URL}}">About this project</a></p>
{{/PROJECT_URL}}</div>
{{>FOOT}}
