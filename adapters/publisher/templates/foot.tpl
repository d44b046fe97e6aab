{{%AUTOESCAPE context="HTML"}}</main>
<footer class="foot"{{#TRANSLATED}} lang="en-NZ"{{/TRANSLATED}}><div class="wrap">
<ul>
<li><a href="{{CONTACT_URL}}">Contact us</a></li>
<li><a href="{{ACCESSIBILITY_URL}}">Accessibility</a></li>
<li><a href="{{PRIVACY_URL}}">Privacy</a></li>
<li><a href="{{COPYRIGHT_URL}}">Copyright</a></li>
{{#PERFORMANCE}}<li><a href="{{PERFORMANCE_URL}}">How we are doing</a></li>
{{/PERFORMANCE}}{{#FEED}}<li><a href="{{FEED_URL}}">Updates as a feed (Atom)</a></li>
{{/FEED}}</ul>
{{#SAMPLE}}<p>Sample data. <span lang="mi">Tauira</span> means “example”: no real council, iwi, place or person is shown.</p>
{{/SAMPLE}}</div></footer>
</body>
</html>
