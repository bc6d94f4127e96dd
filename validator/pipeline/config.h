/* config: a layered configuration: files (a base, then overlays) that are one text/template, rendered for a context and
 * merged down to one mapping, as ARO-Tools' package config does. */
#ifndef PIPELINE_CONFIG_H
#define PIPELINE_CONFIG_H

#include "base/fs.h"
#include "pipeline/rendering.h"
#include "pipeline/words.h"

/* What a configuration is resolved for. */
struct pipeline_context {
    struct str cloud, env, region, stamp;
    struct str ev2;          /* cloud whose EV2 values count */
    struct str region_short; /* empty: EV2's */
};

/* The files, read and merged once. Lives in the arena given. */
struct config_source {
    struct str *paths;
    size_t count;
    struct str *texts;           /* as they are in the files */
    struct str dir;              /* of the first file; what $schema is relative to */
    struct str schema;           /* path of the schema, relative to the tree; empty: none was named */
    struct page page;            /* the merged text */
    struct words merge;          /* why it can't be merged: upstream's words */
    struct words provider;       /* why no context can be listed: upstream's words */
    const struct node *contexts; /* clouds: of the text rendered with stand-ins; NULL where provider has words */
    enum page_numbers numbers;
    const struct node *ev2;
};

/* Reads the files. ev2: what ev2_read gives, which outlives c. False only where merge or provider has words. */
bool config_load(struct config_source *c, const struct fs *fs, const struct str *paths, size_t count,
                 enum page_numbers numbers, const struct node *ev2, struct arena *a);

/* The explicit regions of one environment, sorted; NULL where there is no such environment. */
const struct node *config_regions(const struct config_source *c, struct str cloud, struct str env);

enum config_failed { CONFIG_OK, CONFIG_EV2, CONFIG_RESOLVER, CONFIG_REGION, CONFIG_UNDECIDED };

struct config_resolved {
    const struct node *root; /* keys sorted */
    enum config_failed failed;
    struct str error;            /* upstream's words */
    struct str rendered;         /* the text that the values' offsets count in */
    struct template_trace trace; /* free with config_resolved_free */
    struct page_failure failure; /* of the template, where that failed */
};

/* Resolves for one context. Everything is in a. */
bool config_resolve(const struct config_source *c, const struct pipeline_context *context, struct arena *a,
                    struct config_resolved *out);
void config_resolved_free(struct config_resolved *r);

#endif
