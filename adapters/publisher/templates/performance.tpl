{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>How we are doing</h1>
<p class="lede">When you take part, you are told what became of what you said. Here is how long that takes us.</p>
<p>Our standard is an answer within {{STANDARD}} of the decision. These are the figures as of {{AS_OF}}.</p></div>
<section class="band" aria-labelledby="figures"><div class="wrap"><h2 id="figures">All projects together</h2>
<dl class="rows">
{{#FACT}}<div><dt>{{NAME}}</dt><dd>{{VALUE}}</dd></div>
{{/FACT}}</dl></div></section>
{{#CHANNELS}}<section class="band tint" aria-labelledby="channels"><div class="wrap"><h2 id="channels">How contributions came</h2>
<table class="counts"><caption>Numbers under 10 are not shown, so that nobody can be told from them.</caption><thead><tr><th scope="col">How</th><th scope="col" class="n">Contributions</th></tr></thead><tbody>
{{#CHANNEL}}<tr><th scope="row">{{NAME}}</th><td class="n">{{COUNT}}</td></tr>
{{/CHANNEL}}</tbody></table></div></section>
{{/CHANNELS}}{{>FOOT}}
