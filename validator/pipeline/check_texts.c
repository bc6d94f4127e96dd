/* The pipelines of one context. Most of them are the same text in many contexts: what was found in one is not looked for
 * again in the others. */
#include "base/sha256.h"
#include "pipeline/own_steps.h"

#include <string.h>

/* What came of a text in the contexts before. Of a clean one nothing was said; whatever was said of others has to be said
 * again of each context. */
enum outcome { OUTCOME_NEW, OUTCOME_REFUSED, OUTCOME_ACCEPTED, OUTCOME_CLEAN };

static enum outcome *outcome_of(struct pipelines_run *r, size_t file, struct str text)
{
    char key[sizeof(size_t) + SHA256_BYTES];
    const struct str asked = { key, sizeof key };
    struct sha256 digest;
    enum outcome *known;

    if (!sha256_of(text, &digest))
        return NULL;
    memcpy(key, &file, sizeof file);
    memcpy(key + sizeof file, digest.bytes, sizeof digest.bytes);
    known = map_get(&r->judged, asked);
    if (known)
        return known;
    known = ARENA_NEW(r->arena, enum outcome);
    *map_at(&r->judged, arena_copy(r->arena, asked)) = known;
    return known;
}

/* What follows from the text alone is asked once. */
static void check_text(struct judging *j, const struct pipeline *p)
{
    if (j->placeholders)
        return;
    check_versions(j, p);
    check_well_formed(j, p);
}

static void read_text(struct judging *j, size_t i, enum outcome *known)
{
    struct pipelines_run *r = j->unit->run;
    struct pipeline *p = &j->pipelines[i];
    size_t said = r->faults.said, incomplete = r->incomplete;
    enum outcome was = known ? *known : OUTCOME_NEW;

    pipeline_read(p, &r->files[i], was >= OUTCOME_ACCEPTED ? NULL : r->schema, r->pin, j->arena);
    check_pipeline(j, p);
    if (known && p->stage != STAGE_NONE)
        *known = OUTCOME_REFUSED;
    else if (known)
        *known = r->faults.said == said && r->incomplete == incomplete ? OUTCOME_CLEAN : OUTCOME_ACCEPTED;
    if (p->stage == STAGE_NONE && was < OUTCOME_ACCEPTED)
        check_text(j, p);
}

static void load(struct judging *j, size_t i, const struct template_value *data)
{
    struct pipelines_run *r = j->unit->run;
    struct pipeline *p = &j->pipelines[i];
    enum outcome *known;

    if (!pipeline_render(p, &r->files[i], data, j->arena)) {
        check_pipeline(j, p);
        return;
    }
    known = outcome_of(r, i, p->rendered);
    /* Graphs, and references into this configuration, are not judged in partial contexts; own rules may ask anything. */
    if (!known || *known != OUTCOME_CLEAN || !j->context->partial || r->own->run.rules)
        read_text(j, i, known);
}

/* Those of the topology, and with the main one those that somebody named. */
static bool is_judged(const struct unit *u, struct str path)
{
    return service_of_file(u, path) || (u->main && pipeline_given(u->run, path));
}

void check_pipelines(struct judging *j)
{
    struct pipelines_run *r = j->unit->run;
    struct template_value data = page_value(j->arena, j->values, j->unit->source.numbers);

    if (!j->pipelines) {
        j->pipelines = ARENA_ARRAY(j->arena, struct pipeline, r->file_count + 1);
        j->failed = ARENA_ARRAY(j->arena, bool, r->file_count + 1);
    }
    for (size_t i = 0; i < r->file_count; i++) {
        if (!is_judged(j->unit, r->files[i].path) || (j->placeholders && j->failed[i])) {
            j->pipelines[i] = (struct pipeline){ .path = r->files[i].path, .stage = STAGE_READ };
            continue;
        }
        load(j, i, &data);
        j->failed[i] = j->pipelines[i].stage != STAGE_NONE;
    }
}
