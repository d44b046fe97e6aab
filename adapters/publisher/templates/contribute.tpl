{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top form">
<p class="pill">{{PROJECT_TITLE}}</p>
<h1>{{HEADING}}</h1>
{{#ERRORS}}<div class="errors" role="alert" aria-labelledby="errors"><h2 id="errors">There is something to put right</h2><ul>
{{#ERROR}}<li><a href="#{{FIELD}}">{{MESSAGE}}</a></li>
{{/ERROR}}</ul></div>
{{/ERRORS}}{{#FIRST}}{{#WHO}}<p class="lede">{{WHO}}</p>
{{/WHO}}<p>{{#CLOSES_TEXT}}Open until {{CLOSES_TEXT}}. {{/CLOSES_TEXT}}{{#CLOSED_TEXT}}<b>The time for feedback ended on {{CLOSED_TEXT}}.</b> What you send now is kept and marked late; it may be too late to be considered. {{/CLOSED_TEXT}}{{#HEAR_BACK_TEXT}}You will hear back by {{HEAR_BACK_TEXT}}. {{/HEAR_BACK_TEXT}}No account is needed, and only your words are: leave out whatever you like of the rest.</p>
{{/FIRST}}{{#STEP_TEXT}}<p class="hint">{{STEP_TEXT}}</p>
{{/STEP_TEXT}}<form method="post" action="{{ACTION}}"{{#TAKES_FILES}} enctype="multipart/form-data"{{/TAKES_FILES}} novalidate>
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="step" value="{{STEP}}">
{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/HIDDEN}}{{#ASK_WORDS}}<div class="field"><label for="words">{{QUESTION}}</label>
{{#HINT}}<p class="hint" id="words-hint">{{HINT}}</p>
{{/HINT}}<textarea id="words" name="words" rows="10" maxlength="20000"{{#HINT}} aria-describedby="words-hint"{{/HINT}}{{#WRONG}} aria-invalid="true"{{/WRONG}}>
{{WORDS}}</textarea></div>
{{/ASK_WORDS}}{{#ASK_TEXT}}<div class="field"><label for="{{NAME}}">{{QUESTION}}</label>
{{#HINT}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>
{{/HINT}}<textarea id="{{NAME}}" name="{{NAME}}" rows="4" maxlength="20000"{{#HINT}} aria-describedby="{{NAME}}-hint"{{/HINT}}>
{{VALUE}}</textarea></div>
{{/ASK_TEXT}}{{#ASK_CHOICE}}<fieldset class="field" id="{{NAME}}"><legend>{{QUESTION}}</legend>
{{#HINT}}<p class="hint">{{HINT}}</p>
{{/HINT}}{{#OPTION}}<label class="check"><input type="{{TYPE}}" name="{{NAME}}" value="{{LABEL}}"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>
{{/OPTION}}</fieldset>
{{/ASK_CHOICE}}{{#ASK_FILES}}<fieldset class="field" id="files"><legend>Files, if you have any</legend>
<p class="hint" id="files-hint">{{HINT}} A file’s name and what is in it may say who you are.</p>
{{#LOST}}<p class="lost" id="files-lost">A page cannot keep the files you chose: please choose them again.</p>
{{/LOST}}{{#FILE}}<label class="file" for="file-{{NUMBER}}">{{LABEL}}</label><input type="file" id="file-{{NUMBER}}" name="file" accept="{{ACCEPT}}" aria-describedby="files-hint{{#LOST}} files-lost{{/LOST}}"{{#WRONG}} aria-invalid="true"{{/WRONG}}>
{{/FILE}}</fieldset>
{{/ASK_FILES}}{{#ASK_ABOUT}}<h2>About you</h2>
<p class="hint">All of this can stay empty. {{#PRIVACY_URL}}<a href="{{PRIVACY_URL}}">{{PRIVACY_TITLE}}</a> says what happens with it.{{/PRIVACY_URL}}{{#NO_PRIVACY}}<a href="../privacy/">Privacy</a> says what happens with it.{{/NO_PRIVACY}}</p>
<div class="field"><label for="name">Your name</label><input id="name" name="name" autocomplete="name" maxlength="300" value="{{NAME}}"></div>
<div class="field"><label for="organisation">An organisation, if you speak for one</label><input id="organisation" name="organisation" autocomplete="organisation" maxlength="300" value="{{ORGANISATION}}"></div>
<div class="field"><label for="email">Email address</label><input id="email" name="email" type="email" autocomplete="email" maxlength="300" value="{{EMAIL}}"{{#EMAIL_WRONG}} aria-invalid="true"{{/EMAIL_WRONG}}></div>
{{#TEXTS}}<div class="field"><label for="telephone">Mobile number</label><p class="hint" id="telephone-hint">If you give no email address, we can text you.</p><input id="telephone" name="telephone" type="tel" autocomplete="tel" maxlength="300" value="{{TELEPHONE}}" aria-describedby="telephone-hint"></div>
{{/TEXTS}}<fieldset class="field" id="consents"><legend>What we may do with it</legend>
<label class="check"><input type="checkbox" name="copy" value="yes"{{#COPY}} checked{{/COPY}}> Send me a link to what I said</label>
<label class="check"><input type="checkbox" name="contact" value="yes"{{#CONTACT}} checked{{/CONTACT}}> Write to me about this project: when it closes, when it is decided, and what the answer is</label>
<label class="check"><input type="checkbox" name="publish_words" value="yes"{{#PUBLISH_WORDS}} checked{{/PUBLISH_WORDS}}> You may publish my words</label>
<label class="check"><input type="checkbox" name="publish_name" value="yes"{{#PUBLISH_NAME}} checked{{/PUBLISH_NAME}}> You may publish my name with them</label>
</fieldset>
{{/ASK_ABOUT}}<div class="actions">{{#LAST}}<button class="btn" type="submit" name="go" value="send">Send it</button>{{/LAST}}{{#MORE}}<button class="btn" type="submit" name="go" value="next">Next</button>{{/MORE}}{{#BACK}}<button class="btn quiet" type="submit" name="go" value="back">Back</button>{{/BACK}}</div>
</form></div>
{{>FOOT}}
