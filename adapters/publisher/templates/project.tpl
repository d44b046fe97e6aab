{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
{{#STOPPED}}<div class="stopped" role="note" aria-label="{{STOPPED_TITLE}}"><div class="wrap"><p class="big">{{STOPPED_TITLE}}</p>
{{>STOPPED_TEXT}}
{{#UNTIL}}<p>We will say what happens next by {{UNTIL_TEXT}}.</p>
{{/UNTIL}}</div></div>
{{/STOPPED}}<div class="wrap hero"><div>
{{#STATUS}}<p class="pill{{#IS_LATE}} late{{/IS_LATE}}">{{#IS_OPEN}}<svg class="ico" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><circle class="line" cx="10" cy="10" r="8" stroke-width="2"/><circle class="full" cx="10" cy="10" r="3.6"/></svg>{{/IS_OPEN}}{{STATUS_TEXT}}</p>
{{/STATUS}}<h1>{{TITLE}}</h1>
{{#SUMMARY}}<div class="lede">{{>SUMMARY_TEXT}}</div>
{{/SUMMARY}}</div>
{{#START_OPEN}}<div class="start"><p class="big">Have your say</p>
{{#CLOSES}}<p>Closes {{CLOSES_TEXT}}</p>
{{/CLOSES}}{{#FORM}}<a class="btn" href="{{FORM_URL}}">Give your feedback</a>
<p>No account needed. You can leave out whatever you like.</p>
{{/FORM}}{{#OTHER_WAYS}}<p><a href="#ways">Other ways to take part</a></p>
{{/OTHER_WAYS}}{{#ONLY_WAYS}}<a class="btn" href="#ways">Ways to take part</a>
<p>Choose the way that suits you.</p>
{{/ONLY_WAYS}}</div>
{{/START_OPEN}}{{#START_COMING}}<div class="start"><p class="big">Not open yet</p>
{{#OPENS}}<p>Opens {{OPENS_TEXT}}</p>
{{/OPENS}}</div>
{{/START_COMING}}{{#START_CLOSED}}<div class="start ring"><svg class="mark" width="72" height="72" viewBox="0 0 96 96" aria-hidden="true"><path class="stroke" stroke-width="11" d="M89.3 43.7A41.5 41.5 0 1 1 59.4 8.1"/><path class="fill" d="M76.1 12.9L56.3 19.2L62.6 -3.0Z"/></svg><div><p class="big">Feedback has closed</p>
{{#HEAR_BACK}}<p>You will hear back by {{HEAR_BACK_TEXT}}.</p>
{{/HEAR_BACK}}{{#ANSWER_LATE}}<p>You should have heard back by now. <a href="#promise">The answer is late</a>.</p>
{{/ANSWER_LATE}}</div></div>
{{/START_CLOSED}}{{#START_ANSWERED}}<div class="start ring"><svg class="mark" width="72" height="72" viewBox="0 0 84 84" aria-hidden="true"><circle class="stroke" stroke-width="9" cx="42" cy="42" r="36.5"/><path class="stroke" stroke-width="6.3" d="M26.9 43.1l10.4 10.6 19.6-22.4"/></svg><div><p class="big">You asked. Here is the answer.</p>
<p><a href="{{ANSWER_URL}}">What you said, what we decided, and why</a></p></div></div>
{{/START_ANSWERED}}</div>
{{#FACTS}}<div class="wrap"><dl class="facts">
{{#FACT}}<div><dt>{{FACT_NAME}}</dt><dd>{{FACT_VALUE}}</dd></div>
{{/FACT}}</dl></div>
{{/FACTS}}{{#STAGES}}<section class="band tint" aria-labelledby="where"><div class="wrap"><h2 id="where">Where this is up to</h2>
{{#ROUND}}<p>This is round {{ROUND_NUMBER}}.</p>
{{/ROUND}}<ol class="track">
{{#STAGE}}<li class="{{STATE_CLASS}}"{{#NOW}} aria-current="step"{{/NOW}}>{{#STATION}}<span class="st"></span>{{/STATION}}{{#LOOP_OPEN}}<svg class="loop" width="42" height="42" viewBox="0 0 42 42" aria-hidden="true"><path class="stroke" stroke-width="6" d="M37.9 19.2A17.0 17.0 0 1 1 25.7 4.7"/><path class="fill" d="M34.8 7.3L23.9 10.7L27.4 -1.4Z"/></svg>{{/LOOP_OPEN}}{{#LOOP_CLOSED}}<svg class="loop" width="42" height="42" viewBox="0 0 84 84" aria-hidden="true"><circle class="stroke" stroke-width="11" cx="42" cy="42" r="34"/><path class="stroke" stroke-width="8" d="M26.9 43.1l10.4 10.6 19.6-22.4"/></svg>{{/LOOP_CLOSED}}<b>{{STAGE_TITLE}}</b><span class="vh">: {{STATE_TEXT}}. </span>{{STAGE_NOTE}}</li>
{{/STAGE}}</ol></div></section>
{{/STAGES}}{{#PURPOSE}}<section class="band" aria-labelledby="purpose"><div class="wrap"><h2 id="purpose">Why we are asking</h2><div class="prose">{{>PURPOSE_TEXT}}</div></div></section>
{{/PURPOSE}}{{#CHANGES}}<div class="band"><div class="wrap two">
{{#CAN}}<section aria-labelledby="can"><h2 id="can">What you can change</h2><ul class="ticks">
{{#ITEM}}<li><svg class="ico" width="22" height="22" viewBox="0 0 20 20" aria-hidden="true"><circle class="disc" cx="10" cy="10" r="9"/><path class="on" d="m5.8 10.3 2.8 2.8 5.4-6"/></svg>{{ITEM_TEXT}}</li>
{{/ITEM}}</ul></section>
{{/CAN}}{{#CANNOT}}<section aria-labelledby="cannot"><h2 id="cannot">What can’t change</h2><ul class="ticks quiet">
{{#ITEM}}<li><svg class="ico" width="22" height="22" viewBox="0 0 20 20" aria-hidden="true"><circle class="line" cx="10" cy="10" r="8" stroke-width="2"/><path class="line" stroke-width="2.4" d="M6 10h8"/></svg>{{ITEM_TEXT}}</li>
{{/ITEM}}</ul></section>
{{/CANNOT}}</div></div>
{{/CHANGES}}{{#BEFORE}}<section class="band" aria-labelledby="before"><div class="wrap"><h2 id="before">What you told us before</h2><div class="prose">
{{#INSIGHT}}{{>INSIGHT_TEXT}}{{/INSIGHT}}</div></div></section>
{{/BEFORE}}{{#WAYS}}<section class="band tint" aria-labelledby="ways"><div class="wrap"><h2 id="ways" tabindex="-1">Ways to take part</h2><ul class="ways">
{{#WAY}}<li><h3>{{#WAY_LINK}}<a href="{{WAY_URL}}">{{WAY_TITLE}}</a>{{/WAY_LINK}}{{#WAY_PLAIN}}{{WAY_TITLE}}{{/WAY_PLAIN}}</h3>{{>WAY_TEXT}}</li>
{{/WAY}}</ul></div></section>
{{/WAYS}}{{#SESSIONS}}<section class="band" aria-labelledby="sessions"><div class="wrap"><h2 id="sessions">Come and talk</h2><ul class="rows">
{{#SESSION}}<li><div class="when">{{#CANCELLED}}<b class="off">Cancelled</b> {{/CANCELLED}}{{WHEN_TEXT}}</div><div><h3>{{SESSION_TITLE}}</h3>{{#PLACE}}<p>{{PLACE_TEXT}}</p>{{/PLACE}}{{#ACCESS}}<p class="vh">Accessibility:</p><ul class="chips">{{#CHIP}}<li>{{CHIP_TEXT}}</li>{{/CHIP}}</ul>{{/ACCESS}}</div></li>
{{/SESSION}}</ul>{{#CALENDAR}}<p class="after"><a href="{{CALENDAR_URL}}">Add these dates to your calendar (iCalendar file)</a></p>{{/CALENDAR}}</div></section>
{{/SESSIONS}}{{#MANA_WHENUA}}<section class="band tint" aria-labelledby="mana-whenua"><div class="wrap"><h2 id="mana-whenua">Mana whenua</h2><dl class="rows">
{{#ENTITY}}<div><dt>{{ENTITY_NAME}}</dt><dd>{{ENTITY_STATE}}</dd></div>
{{/ENTITY}}</dl></div></section>
{{/MANA_WHENUA}}{{#PROMISE}}<section class="band" aria-labelledby="promise"><div class="wrap promise"><svg class="mark" width="96" height="96" viewBox="0 0 96 96" aria-hidden="true"><path class="stroke" stroke-width="11" d="M89.3 43.7A41.5 41.5 0 1 1 59.4 8.1"/><path class="fill" d="M76.1 12.9L56.3 19.2L62.6 -3.0Z"/></svg><div><h2 id="promise">You will hear back by {{HEAR_BACK_TEXT}}</h2><p>Whatever the decision is, we will publish what people said, what was decided, and why, including the ideas that were not taken up.</p></div></div></section>
{{/PROMISE}}{{#PROMISE_LATE}}<section class="band" aria-labelledby="promise"><div class="wrap promise"><svg class="mark" width="96" height="96" viewBox="0 0 96 96" aria-hidden="true"><path class="stroke" stroke-width="11" d="M89.3 43.7A41.5 41.5 0 1 1 59.4 8.1"/><path class="fill" d="M76.1 12.9L56.3 19.2L62.6 -3.0Z"/></svg><div><h2 id="promise" tabindex="-1">The answer is late</h2>
{{#PROMISED}}<p>You were promised it by {{PROMISED_TEXT}}.</p>
{{/PROMISED}}{{#BY_STANDARD}}<p>{{STANDARD_TEXT}}</p>
{{/BY_STANDARD}}<p>We still owe it to you. Whatever the decision is, we will publish what people said, what was decided, and why, including the ideas that were not taken up.</p></div></div></section>
{{/PROMISE_LATE}}{{#FOLLOW}}<section class="band" aria-labelledby="follow"><div class="wrap two"><div><h2 id="follow">Get updates on this project</h2><p>A few emails while it lasts, and the answer at the end. Every one has a link to stop them.</p></div>
<form method="post" action="{{FOLLOW_URL}}"><input type="hidden" name="scope" value="project"><input type="hidden" name="of" value="{{SLUG}}">
<div class="field first"><label for="address">Email address</label><p class="hint" id="address-hint">We send one message to check that it is you.</p><input id="address" name="address" type="email" autocomplete="email" required aria-describedby="address-hint"></div>
<div class="actions"><button class="btn" type="submit">Get updates</button></div></form>
{{#TEXTS}}<form method="post" action="{{FOLLOW_URL}}"><input type="hidden" name="scope" value="project"><input type="hidden" name="of" value="{{SLUG}}"><input type="hidden" name="channel" value="sms">
<div class="field first"><label for="number">Mobile number</label><p class="hint" id="number-hint">We send one text to check that it is you. To stop, reply STOP to any of them.</p><input id="number" name="address" type="tel" autocomplete="tel" required aria-describedby="number-hint"></div>
<div class="actions"><button class="btn" type="submit">Get texts</button></div></form>
{{/TEXTS}}</div></section>
{{/FOLLOW}}{{#UPDATES}}<section class="band tint" aria-labelledby="news"><div class="wrap"><h2 id="news">Updates</h2><ol class="rows">
{{#UPDATE}}<li id="{{UPDATE_ID}}"><div class="when">{{UPDATE_WHEN}}</div><div><h3>{{UPDATE_TITLE}}</h3>{{>UPDATE_TEXT}}</div></li>
{{/UPDATE}}</ol><p class="after"><a href="{{FEED_URL}}">Follow these updates as a feed (Atom)</a></p></div></section>
{{/UPDATES}}{{#DOCUMENTS}}<section class="band" aria-labelledby="documents"><div class="wrap"><h2 id="documents">Read more</h2><ul class="docs">
{{#DOCUMENT}}<li{{#DOCUMENT_LANGUAGE}} lang="{{LANGUAGE}}"{{/DOCUMENT_LANGUAGE}}>{{#DOCUMENT_LINK}}<a href="{{DOCUMENT_URL}}"{{#DOCUMENT_LANGUAGE}} hreflang="{{LANGUAGE}}"{{/DOCUMENT_LANGUAGE}}>{{DOCUMENT_TITLE_TEXT}}</a>{{/DOCUMENT_LINK}}{{#DOCUMENT_PLAIN}}{{DOCUMENT_TITLE_TEXT}}{{/DOCUMENT_PLAIN}}{{#DOCUMENT_NOTE}}<small lang="en-NZ">{{DOCUMENT_NOTE_TEXT}}</small>{{/DOCUMENT_NOTE}}</li>
{{/DOCUMENT}}</ul></div></section>
{{/DOCUMENTS}}<script type="application/ld+json">{{STRUCTURED:none}}</script>
{{>FOOT}}
