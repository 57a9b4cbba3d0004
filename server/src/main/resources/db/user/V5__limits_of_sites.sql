-- How much of a website one source may read.
update "user".plan set limits = limits || '{"pagesPerSite": 20, "crawlDepth": 1}' where key = 'free';
update "user".plan set limits = limits || '{"pagesPerSite": 100, "crawlDepth": 3}' where key = 'plus';
update "user".plan set limits = limits || '{"pagesPerSite": 500, "crawlDepth": 5}' where key = 'pro';
update "user".plan set limits = limits || '{"pagesPerSite": 2000, "crawlDepth": 10}' where key = 'business';
