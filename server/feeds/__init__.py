"""What programs follow and take whole: feeds of claims, downloads, the sitemap, robots.txt."""
