{{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="en-NZ">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{{#ON_PAPER}}<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
{{/ON_PAPER}}<title>{{DOCUMENT_TITLE}}</title>
{{#ON_SCREEN}}<link rel="stylesheet" href="{{STYLESHEET}}">
{{/ON_SCREEN}}{{#ON_PAPER}}<style>
@page { size: A4; margin: 20mm 18mm; }
body { font: 11pt/1.5 "DejaVu Serif", Georgia, serif; color: #000; }
h1 { font-size: 22pt; line-height: 1.2; } h2 { font-size: 15pt; margin-top: 22pt; } h3 { font-size: 12pt; }
h1, h2, h3, caption { break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
caption { text-align: left; font-weight: bold; padding: 4pt 0; }
th, td { border: 0.5pt solid #555; padding: 3pt 5pt; text-align: left; vertical-align: top; }
tr, blockquote { break-inside: avoid; }
blockquote { border-left: 2pt solid #555; margin: 6pt 0; padding-left: 10pt; }
</style>
{{/ON_PAPER}}</head>
<body>
<main id="main" class="wrap top advice">
<h1>{{TITLE}}</h1>
{{>SUMMARY}}
<p class="strong">{{STANDING}}</p>
<p>{{COUNCIL}}. Drawn up on {{DRAWN_UP}} from the record of round {{ROUND}}, under “{{DEFINITION}}”.{{#HASH}} Fingerprint (SHA-256) {{HASH}}.{{/HASH}}</p>
{{#MEETING}}<p>For {{BODY}}, {{WHEN}}, {{PLACE}}.</p>
{{/MEETING}}{{#ADVICE}}<section aria-labelledby="advice"><h2 id="advice">The report</h2>
<p><a href="{{URL}}">{{TITLE}}</a></p>
{{>TEXT}}
</section>
{{/ADVICE}}{{#ASKED}}<section aria-labelledby="asked"><h2 id="asked">What was asked</h2>
{{>PURPOSE}}
{{#DECISION_MAKER}}<p>{{DECISION_MAKER}} decides, planned for {{DECISION_ON}}. People were promised an answer by {{ANSWER_BY}}.</p>
{{/DECISION_MAKER}}{{#CAN}}<h3>What people could change</h3><ul>
{{#ITEM}}<li>{{>TEXT}}</li>
{{/ITEM}}</ul>
{{/CAN}}{{#CANNOT}}<h3>What could not change</h3><ul>
{{#ITEM}}<li>{{>TEXT}}</li>
{{/ITEM}}</ul>
{{/CANNOT}}{{#WAYS}}<h3>Ways to take part</h3><ul>
{{#ITEM}}<li><b>{{TITLE}}</b> {{>TEXT}}</li>
{{/ITEM}}</ul>
{{/WAYS}}{{#PERIODS}}<table><caption>When people could take part</caption>
<thead><tr><th scope="col">Round</th><th scope="col">First day</th><th scope="col">Last day</th><th scope="col">Now</th></tr></thead><tbody>
{{#ITEM}}<tr><th scope="row">{{ROUND}}</th><td>{{OPENS}}</td><td>{{CLOSES}}</td><td>{{STANDING}}</td></tr>
{{/ITEM}}</tbody></table>
{{/PERIODS}}{{#SESSIONS}}<table><caption>Sessions, and how many people came</caption>
<thead><tr><th scope="col">Session</th><th scope="col">When</th><th scope="col">Where</th><th scope="col">People</th></tr></thead><tbody>
{{#ITEM}}<tr><th scope="row">{{TITLE}}</th><td>{{WHEN}}</td><td>{{PLACE}}</td><td>{{PEOPLE}}</td></tr>
{{/ITEM}}</tbody></table>
{{/SESSIONS}}</section>
{{/ASKED}}{{#HEARD}}<section aria-labelledby="heard"><h2 id="heard">Who was heard, and who was not</h2>
<p>Contributions: {{TOTAL}}. Groups of fewer than {{SHOWN_FROM}}, and as many more as it takes that no sum tells them, are not shown.</p>
{{#COMMUNITIES}}<table><caption>By community</caption>
<thead><tr><th scope="col">Community</th><th scope="col">Contributions</th><th scope="col">Share</th><th scope="col">Target</th><th scope="col">Of those who live here</th></tr></thead><tbody>
{{#ITEM}}<tr><th scope="row">{{NAME}}</th><td>{{COUNT}}</td><td>{{SHARE}}</td><td>{{TARGET}}</td><td>{{CENSUS}}</td></tr>
{{/ITEM}}</tbody></table>
{{/COMMUNITIES}}{{#BOARDS}}<table><caption>By local board</caption>
<thead><tr><th scope="col">Local board</th><th scope="col">Contributions</th><th scope="col">Share</th><th scope="col">Target</th><th scope="col">Of those who live here</th></tr></thead><tbody>
{{#ITEM}}<tr><th scope="row">{{NAME}}</th><td>{{COUNT}}</td><td>{{SHARE}}</td><td>{{TARGET}}</td><td>{{CENSUS}}</td></tr>
{{/ITEM}}</tbody></table>
{{/BOARDS}}{{#NOBODY}}<h3>Nobody told us they were of</h3><ul>
{{#ITEM}}<li>{{NAME}}</li>
{{/ITEM}}</ul>
{{/NOBODY}}</section>
{{/HEARD}}{{#THEMES}}<section aria-labelledby="themes"><h2 id="themes">What people said</h2>
<table><caption>Contributions by theme; one may raise several</caption>
<thead><tr><th scope="col">Theme</th><th scope="col">In own words</th><th scope="col">Form letters</th><th scope="col">Petitions</th><th scope="col">Signatures</th><th scope="col">By channel</th></tr></thead><tbody>
{{#ITEM}}<tr><th scope="row">{{TITLE}}</th><td>{{OWN_WORDS}}</td><td>{{PRO_FORMA}}</td><td>{{PETITIONS}}</td><td>{{SIGNATURES}}</td><td>{{CHANNELS}}</td></tr>
{{/ITEM}}</tbody></table>
{{#ITEM}}<h3>{{TITLE}}</h3>
{{>SAID}}
{{/ITEM}}<p>Contributions in no theme: {{UNCODED}}.</p>
</section>
{{/THEMES}}<section aria-labelledby="mana-whenua"><h2 id="mana-whenua">Mana whenua</h2>
{{#ASSESSMENT}}<p>{{CONCLUSION}}</p>
{{>TEXT}}
{{/ASSESSMENT}}{{#NO_BRANCHES}}<p>No mana whenua entity has a consultation in this project.</p>
{{/NO_BRANCHES}}{{#BRANCHES}}<p>Each entity stands for itself. What is here in its name are its own words, or where its consultation stands.</p>
{{#ITEM}}<h3>{{NAME}}</h3>
<p>{{STATE}}</p>
{{#EARLIER}}<p>Round {{ROUND}}, in its own words:</p><blockquote>{{>TEXT}}</blockquote>
{{/EARLIER}}{{#WORDS}}<p>In its own words:</p><blockquote>{{>TEXT}}</blockquote>
{{/WORDS}}{{#RECORD}}<p>Its record for those who decide, as it confirmed it:</p><blockquote>{{>TEXT}}</blockquote>
{{/RECORD}}{{/ITEM}}{{/BRANCHES}}</section>
{{#OPTIONS}}<section aria-labelledby="options"><h2 id="options">Options</h2>
{{#ITEM}}<h3>{{TITLE}}</h3>
{{>TEXT}}
{{/ITEM}}</section>
{{/OPTIONS}}{{#SIGNIFICANCE}}<section aria-labelledby="significance"><h2 id="significance">Significance</h2>
<p>Assessed as {{LEVEL}} under {{POLICY}}.</p>
{{>TEXT}}
{{>EXTENT}}
</section>
{{/SIGNIFICANCE}}{{#RULES}}<section aria-labelledby="rules"><h2 id="rules">Which rules applied, and how they were met</h2>
{{#ITEM}}<table><caption>{{TITLE}}</caption>
<thead><tr><th scope="col">What was asked for</th><th scope="col">Source</th><th scope="col">Met</th></tr></thead><tbody>
{{#REQUIREMENT}}<tr><th scope="row">{{WHAT}}</th><td>{{SOURCE}}</td><td>{{WHEN}}</td></tr>
{{/REQUIREMENT}}</tbody></table>
{{/ITEM}}</section>
{{/RULES}}{{#DOCUMENTS}}<section aria-labelledby="documents"><h2 id="documents">Documents</h2><ul>
{{#ITEM}}<li><a href="{{URL}}" hreflang="{{LANGUAGE}}">{{TITLE}}</a>{{#NOTE}} ({{NOTE}}){{/NOTE}}</li>
{{/ITEM}}</ul></section>
{{/DOCUMENTS}}</main>
</body>
</html>
