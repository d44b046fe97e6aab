{{%AUTOESCAPE context="HTML"}}{{>HEAD}}
<div class="wrap top"><h1>Privacy</h1>
<div class="prose"><p class="lede">Reading these pages tells us nothing about you.</p>
<p>They set no cookies, run no scripts, and load nothing from anyone else. The server that sends them may note the time and the network address of each request, as web servers do.</p>
<h2>When you take part</h2>
<p>What people said is shown here as messages and numbers, without names. Words of mana whenua are shown only where they have agreed to it.</p>
<p>You can ask to see what {{COUNCIL}} holds about you, and to have it corrected, under the Privacy Act 2020. You can also ask that it is erased. What you said stays part of the public record without your name; if you want your words gone too, say so. <a href="{{CONTACT_URL}}">Contact us</a>.</p>
{{#KEPT}}<h2>What is kept, what for, and for how long</h2>
<dl>
{{#DETAIL}}<dt>{{WHAT}}</dt>
<dd>{{PURPOSE}}. Kept {{FOR}}.</dd>
{{/DETAIL}}</dl>
{{/KEPT}}</div></div>
{{>FOOT}}
