{{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="{{PAGE_LANGUAGE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'">
<title{{#TRANSLATED}} lang="en-NZ"{{/TRANSLATED}}>{{DOCUMENT_TITLE}}</title>
{{#NO_INDEX}}<meta name="robots" content="noindex">
{{/NO_INDEX}}{{#FEED_OF_ALL}}<link rel="alternate" type="application/feed+json" title="{{FEED_TITLE}}" href="{{JSON_FEED_URL}}">
{{/FEED_OF_ALL}}{{#FEED}}<link rel="alternate" type="application/atom+xml" title="{{FEED_TITLE}}" href="{{FEED_URL}}">
{{/FEED}}{{#CANONICAL}}<link rel="canonical" href="{{CANONICAL_URL}}">
{{/CANONICAL}}{{#ALTERNATE}}<link rel="alternate" hreflang="{{LANGUAGE}}" href="{{LANGUAGE_URL}}">
{{/ALTERNATE}}<link rel="stylesheet" href="{{STYLESHEET}}">
</head>
<body>
<a class="skip" href="#main"{{#TRANSLATED}} lang="en-NZ"{{/TRANSLATED}}>Skip to main content</a>
<header class="bar"{{#TRANSLATED}} lang="en-NZ"{{/TRANSLATED}}><div class="wrap">
<a class="brand" href="{{HOME_URL}}"><svg class="mark" width="34" height="34" viewBox="0 0 34 34" aria-hidden="true"><path class="stroke" stroke-width="5" d="M30.4 15.6A13.5 13.5 0 1 1 20.7 4.0"/><path class="fill" d="M28.3 6.2L19.3 9.1L22.2 -1.0Z"/></svg><span>{{COUNCIL}}{{#COUNCIL_MI}} <span lang="mi">{{NAME}}</span>{{/COUNCIL_MI}}<small>Have your say</small></span></a>
<nav aria-label="Main"><ul>
<li><a href="{{HOME_URL}}"{{#AT_HOME}} aria-current="page"{{/AT_HOME}}>All projects</a></li>
<li><a href="{{ANSWERS_URL}}">Answers</a></li>
<li><a href="{{CONTACT_URL}}"{{#AT_CONTACT}} aria-current="page"{{/AT_CONTACT}}>Contact us</a></li>
</ul></nav>
</div></header>
<main id="main" tabindex="-1"{{#TRANSLATED}} lang="en-NZ"{{/TRANSLATED}}>
