{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top form">
<p class="pill">{{PROJECT_TITLE}}</p>
<h1>How was it for you?</h1>
{{#ERRORS}}<div class="errors" role="alert" aria-labelledby="errors"><h2 id="errors">There is something to put right</h2><ul>
{{#ERROR}}<li><a href="#{{FIELD}}">{{MESSAGE}}</a></li>
{{/ERROR}}</ul></div>
{{/ERRORS}}<p class="lede">Two questions and room for your words. Leave out whatever you like.</p>
<p>We do not ask who you are, so please do not write names or addresses.</p>
<form method="post" action="survey" novalidate>
<input type="hidden" name="key" value="{{KEY}}">
{{#CLEAR}}<fieldset class="field" id="clear"><legend>Was the answer clear?</legend>
{{#OPTION}}<label class="check"><input type="radio" name="{{NAME}}" value="{{VALUE}}"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>
{{/OPTION}}</fieldset>
{{/CLEAR}}{{#EASY}}<fieldset class="field" id="easy"><legend>Was it easy to take part?</legend>
{{#OPTION}}<label class="check"><input type="radio" name="{{NAME}}" value="{{VALUE}}"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>
{{/OPTION}}</fieldset>
{{/EASY}}<div class="field"><label for="words">What should we do better next time?</label>
<textarea id="words" name="words" rows="5" maxlength="20000">
{{WORDS}}</textarea></div>
<div class="actions"><button class="btn" type="submit">Send it</button></div>
</form></div>
{{>FOOT}}
