/* check_parts: what the parts of pipelines_check share. */
#ifndef PIPELINE_CHECK_PARTS_H
#define PIPELINE_CHECK_PARTS_H

#include "base/map.h"
#include "pipeline/check.h"
#include "pipeline/config_schema.h"
#include "pipeline/discover.h"
#include "pipeline/faults.h"
#include "pipeline/pipeline.h"
#include "pipeline/settings.h"
#include "pipeline/topology.h"

struct check_context {
    struct pipeline_context is;
    struct str name; /* "cloud/env/region/stamp" */
    /* A layer is missing that is kept elsewhere: only what no layer can repair is judged. */
    bool partial;
};

/* A topology and the configuration that it is deployed with. */
struct unit {
    struct pipelines_run *run;
    struct topology topology;
    bool loaded, valid;
    struct config_source source;
    struct config_schema schema;
    struct check_context *contexts;
    size_t context_count, context_cap;
    bool overlaid;       /* looked at once more for the clouds that only overlays speak of */
    struct tape *layers; /* the configuration's files, wrapped; root NULL where one is broken */
};

struct pipelines_run {
    const struct fs *fs;
    const struct pipeline_paths *paths;
    struct arena *arena;
    struct faults faults;
    struct discovered discovered;
    struct pipeline_file *files;
    size_t file_count;
    struct map by_path; /* path -> index + 1 */
    struct schema *schema;
    struct setting *settings;
    size_t setting_count;
    uint64_t pin;
    struct pipeline_counts *counts;
    size_t contexts;    /* all, of every unit */
    struct map counted; /* pipelines whose steps are counted */
    struct unit *units;
    size_t unit_count;
    size_t incomplete; /* faults of partial contexts that a layer may repair */
};

/* One context while it is judged; everything is in arena. */
struct judging {
    struct unit *unit;
    const struct check_context *context;
    struct arena *arena;
    struct config_resolved config;
    const struct node *values;  /* what templates see */
    bool placeholders;          /* EV2's stand-ins instead of the values */
    struct pipeline *pipelines; /* as many as files */
    bool *failed;               /* with the values: nothing is said of placeholders then */
};

void check_topology(struct unit *u);
void check_bicepparams(struct unit *u);
void check_contexts(struct unit *u);
void check_config(struct judging *j);
void check_pipelines(struct judging *j);
void check_graphs(struct judging *j);
void check_files(struct judging *j);
void check_updater(struct pipelines_run *r);

/* Where a node of a pipeline's document comes from. */
struct fault_place place_in_pipeline(const struct judging *j, const struct pipeline *p, const struct node *n);
struct fault_place place_in_template(const struct judging *j, const struct pipeline *p, size_t rendered);
/* The place of the configuration's value that was inserted there; no file where none was. */
struct fault_place place_of_value(const struct judging *j, const struct pipeline *p, const struct node *n);
/* The place of a value of the configuration by its JSON Pointer, or of the nearest above it. */
struct fault_place place_in_config(const struct judging *j, struct str pointer);

/* The causes behind a verdict of a schema: those that the others follow from. */
struct causes {
    const struct schema_cause **at;
    size_t count, cap;
};
void causes_collect(struct causes *list, const struct schema_cause *top, struct arena *a);

/* Words in one line. */
struct str words_line(const struct words *w, struct arena *a);

#endif
