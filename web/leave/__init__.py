"""Leave on the site: asked for, approved level by level with a cover for every shift, proven, ended."""
