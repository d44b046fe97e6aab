{{%AUTOESCAPE context="XML"}}<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{{#ADDRESS}}<url><loc>{{LOCATION}}</loc>{{#CHANGED}}<lastmod>{{CHANGED_AT}}</lastmod>{{/CHANGED}}</url>
{{/ADDRESS}}</urlset>
