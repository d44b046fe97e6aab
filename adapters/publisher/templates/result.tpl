{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
{{#PREVIEW}}<div class="stopped" role="note" aria-label="Preview"><div class="wrap"><p class="big">This is a preview</p>
<p>It is how the answer would read if it were published now. People outside the council do not see it.</p></div></div>
{{/PREVIEW}}<div class="wrap hero"><div>
{{#DECIDED}}<p class="pill"><svg class="ico" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><circle class="disc" cx="10" cy="10" r="9"/><path class="on" d="m5.8 10.3 2.8 2.8 5.4-6"/></svg>Decided {{DECIDED_TEXT}}</p>
{{/DECIDED}}<h1>What you said, what we decided, and why</h1>
<p class="project"><a href="{{PROJECT_URL}}">{{TITLE}}</a></p>
{{#HEADLINE}}<p class="lede"{{#IN}} lang="{{LANGUAGE}}" dir="auto"{{/IN}}>{{HEADLINE_TEXT}}</p>
{{/HEADLINE}}{{#LANGUAGES}}<nav class="languages" aria-label="Languages of this answer"><ul>
{{#ITEM}}<li><a href="{{LANGUAGE_URL}}" hreflang="{{LANGUAGE}}"{{#NAME_IN}} lang="{{LANGUAGE}}"{{/NAME_IN}}{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LANGUAGE_NAME}}</a></li>
{{/ITEM}}</ul></nav>
{{/LANGUAGES}}{{#UNTRANSLATED}}<p class="quiet">What has not been translated yet is shown in English.</p>
{{/UNTRANSLATED}}</div>
<div class="start ring"><svg class="mark" width="84" height="84" viewBox="0 0 84 84" aria-hidden="true"><circle class="stroke" stroke-width="9" cx="42" cy="42" r="36.5"/><path class="stroke" stroke-width="6.3" d="M26.9 43.1l10.4 10.6 19.6-22.4"/></svg><div><p class="big">Loop closed{{#TAKEN}}{{DAYS_TEXT}}{{/TAKEN}}</p>
<p>{{#STANDARD}}Our standard is {{STANDARD_DAYS}}. {{/STANDARD}}Answered {{PUBLISHED_TEXT}}.</p></div></div></div>
<section class="band tint slim" aria-label="Summary"><div class="wrap"><dl class="sums">
{{#SUM}}<div><dt>{{#SUM_LINK}}<a href="#{{SUM_ANCHOR}}">{{SUM_NAME}}</a>{{/SUM_LINK}}{{#SUM_PLAIN}}{{SUM_NAME}}{{/SUM_PLAIN}}</dt><dd>{{SUM_COUNT}}</dd></div>
{{/SUM}}</dl></div></section>
{{#DECISION}}<section class="band" aria-labelledby="decision"><div class="wrap"><h2 id="decision">The decision</h2>
{{#DECISION_BY}}<p class="quiet">Decided by {{DECISION_MAKER}}.</p>
{{/DECISION_BY}}<div class="prose strong"{{#DECISION_IN}} lang="{{LANGUAGE}}" dir="auto"{{/DECISION_IN}}>{{>DECISION_TEXT}}</div>
{{#REASONS}}<h3 class="sub">Because</h3><div class="prose"{{#REASONS_IN}} lang="{{LANGUAGE}}" dir="auto"{{/REASONS_IN}}>{{>REASONS_TEXT}}</div>
{{/REASONS}}</div></section>
{{/DECISION}}{{#THEMES}}<section class="band" aria-labelledby="messages"><div class="wrap"><h2 id="messages">Your main messages</h2>
<p class="quiet">Grouped by what happened to them.</p>
{{#THEME}}<article class="answer" id="{{THEME_ID}}"><header><h3{{#TITLE_IN}} lang="{{LANGUAGE}}" dir="auto"{{/TITLE_IN}}>{{THEME_TITLE}}</h3><span class="verdict {{VERDICT_CLASS}}">{{#ADOPTED}}<svg class="ico" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><circle class="disc" cx="10" cy="10" r="9"/><path class="on" d="m5.8 10.3 2.8 2.8 5.4-6"/></svg>{{/ADOPTED}}{{#PARTLY}}<svg class="ico" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><circle class="line" cx="10" cy="10" r="8" stroke-width="2"/><path class="full" d="M10 2a8 8 0 0 1 0 16z"/></svg>{{/PARTLY}}{{#NOT_ADOPTED}}<svg class="ico" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><circle class="line" cx="10" cy="10" r="8" stroke-width="2"/><path class="line" stroke-width="2.4" d="M6 10h8"/></svg>{{/NOT_ADOPTED}}{{VERDICT_TEXT}}</span></header>
<div><h4>You said</h4><div{{#SAID_IN}} lang="{{LANGUAGE}}" dir="auto"{{/SAID_IN}}>{{>SAID_TEXT}}</div>{{#PEOPLE}}<p class="people">{{PEOPLE_TEXT}}</p>{{/PEOPLE}}</div>
<div class="did"><h4>We decided</h4><div{{#DID_IN}} lang="{{LANGUAGE}}" dir="auto"{{/DID_IN}}>{{>DID_TEXT}}</div></div>
<div><h4>Because</h4><div{{#WHY_IN}} lang="{{LANGUAGE}}" dir="auto"{{/WHY_IN}}>{{>WHY_TEXT}}</div></div></article>
{{/THEME}}</div></section>
{{/THEMES}}{{#MANA_WHENUA}}<section class="band" aria-labelledby="mana-whenua"><div class="wrap"><h2 id="mana-whenua">Mana whenua</h2>
{{#ENTITY}}<article class="words"><h3>{{ENTITY_NAME}}</h3>{{#WORDS}}<blockquote>{{>ENTITY_WORDS}}</blockquote>{{/WORDS}}{{#ENTITY_STATED}}<p class="quiet">{{ENTITY_STATE}}</p>{{/ENTITY_STATED}}</article>
{{/ENTITY}}</div></section>
{{/MANA_WHENUA}}{{#HEARD}}<section class="band tint" aria-labelledby="heard"><div class="wrap"><h2 id="heard">Who we heard from</h2>
<table class="counts"><caption>{{TOTAL}} people or groups took part.</caption><thead><tr><th scope="col">Who</th><th scope="col" class="n">How many</th></tr></thead><tbody>
{{#TYPE}}<tr><th scope="row">{{TYPE_NAME}}</th><td class="n">{{TYPE_COUNT}}</td></tr>
{{/TYPE}}</tbody></table></div></section>
{{/HEARD}}{{#SURVEY}}<section class="band tint" aria-labelledby="survey"><div class="wrap"><h2 id="survey">How was it for you?</h2>
<p class="after"><a href="{{SURVEY_URL}}">Tell us whether this answer is clear, and whether it was easy to take part</a></p></div></section>
{{/SURVEY}}<section class="band" aria-labelledby="changes"><div class="wrap"><h2 id="changes">Changes to this page</h2>
<p class="quiet">Published {{PUBLISHED_TEXT}}. {{#NO_CHANGE}}No changes since.{{/NO_CHANGE}}{{#CHANGED}}This is edition {{EDITION}}.{{/CHANGED}}</p>
{{#CHANGED}}<ol class="rows">
{{#CHANGE}}<li id="{{EDITION_ID}}"><div class="when">{{CHANGE_WHEN}}</div><div>{{>CHANGE_TEXT}}</div></li>
{{/CHANGE}}</ol>
{{/CHANGED}}</div></section>
{{>FOOT}}
