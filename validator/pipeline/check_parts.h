/* check_parts: what the parts of pipelines_check share. */
#ifndef PIPELINE_CHECK_PARTS_H
#define PIPELINE_CHECK_PARTS_H

#include "base/map.h"
#include "pipeline/check.h"
#include "pipeline/config_schema.h"
#include "pipeline/consumers.h"
#include "pipeline/discover.h"
#include "pipeline/faults.h"
#include "pipeline/history.h"
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
    bool main;     /* the first topology: pipelines of no topology are judged with its configuration */
    bool ev2;      /* EV2 deploys it, not templatize alone */
    bool joined;   /* its entrypoints are judged as part of a combined one */
    bool combined; /* several topologies, which externalParent joins: each was looked at by itself, too */
    struct config_source source;
    struct config_schema schema;
    struct check_context *contexts;
    size_t context_count, context_cap;
    bool overlaid;       /* looked at once more for the clouds that only overlays speak of */
    struct tape *layers; /* the configuration's files, wrapped; root NULL where one is broken */
};

struct own_steps;

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
    struct schema *ev2_schema; /* of EV2's own version, where that was stated and is another */
    struct consumers consumers;
    struct history history;
    struct map unknown; /* what EV2 may not know -> struct fault_place, where it was said */
    struct setting *settings;
    size_t setting_count;
    uint64_t pin;
    uint64_t schema_pin; /* the same; of a version off the main line, whose schema nobody knows, the next one on it */
    struct pipeline_counts *counts;
    size_t contexts;    /* all, of every unit */
    struct map counted; /* pipelines whose steps are counted */
    struct unit *units;
    size_t unit_count;
    size_t incomplete;  /* faults of partial contexts that a layer may repair, in each context */
    struct map missing; /* the same, each once */
    struct map pages;   /* path -> struct page of a values, namespace or bicepparam file, parsed once */
    struct own_steps *own;
    struct map judged; /* SHA-256 of a file's number and a text of it -> what came of it in an earlier context */
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

/* Whether rules of this project's own look at the context, one of the unit's: of an environment that runs in every region
 * of EV2's one will do, and those that the files name. */
bool context_is_surveyed(const struct unit *u, const struct check_context *c);

void check_topology(struct unit *u);
void check_bicepparams(struct unit *u);
void check_contexts(struct unit *u);
/* What the tree's own tests demand. */
void check_schema_open(struct unit *u);
void check_well_formed(struct judging *j, const struct pipeline *p);
/* Whether it is asked of a service's pipeline. */
bool well_formed_is_demanded(const struct unit *u, const struct service *s);
/* Of the versions that are pinned. */
void check_pins(struct pipelines_run *r);
void check_topology_versions(struct unit *u);
/* What a pipeline that loads asks of its readers that their versions may not have. */
void check_versions(struct judging *j, const struct pipeline *p);
void check_config(struct judging *j);
void check_pipelines(struct judging *j);
/* Whether somebody asked for the pipeline by name. */
bool pipeline_given(const struct pipelines_run *r, struct str path);
/* The service that a topology deploys from a file, or NULL. */
const struct service *service_of_file(const struct unit *u, struct str path);
/* What is wrong with one pipeline, which is loaded. */
void check_pipeline(struct judging *j, struct pipeline *p);
void check_graphs(struct judging *j);
void check_files(struct judging *j);
void check_updater(struct pipelines_run *r);
/* Adds the comments that allow findings, of every file that was read. */
void read_silences(struct pipelines_run *r, const struct unit *units, size_t count, struct silences *to);

/* Where a node of a pipeline's document comes from. */
struct fault_place place_in_pipeline(const struct judging *j, const struct pipeline *p, const struct node *n);
struct fault_place place_in_template(const struct judging *j, const struct pipeline *p, size_t rendered);
/* The place of the configuration's value that was inserted there; no file where none was. */
struct fault_place place_of_value(const struct judging *j, const struct pipeline *p, const struct node *n);
/* The line of a node of one of the configuration's files, u->layers[layer]. */
struct fault_place place_in_layer(const struct unit *u, size_t layer, const struct node *at);
/* The place of a value of the configuration by its JSON Pointer, or of the nearest above it. */
struct fault_place place_in_config(const struct judging *j, struct str pointer);

/* The causes behind a verdict of a schema: those that the others follow from. */
struct causes {
    const struct schema_cause **at;
    size_t count, cap;
};
void causes_collect(struct causes *list, const struct schema_cause *top, struct arena *a);

/* Notes what a layer that is elsewhere may repair: where it is missing, and what. */
void note_missing(struct pipelines_run *r, struct str where, struct str what);
/* Words in one line. */
struct str words_line(const struct words *w, struct arena *a);

#endif
