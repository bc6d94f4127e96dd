/* The pipelines of one context. Most of them are the same text in many contexts: what was found in one is not looked for
 * again in the others. */
#include "base/sha256.h"
#include "pipeline/check_parts.h"

#include <string.h>

/* What came of a text: nothing was said of it and nothing is open. Only that is kept: whatever was said has to be said
 * of the other contexts, too. */
enum outcome { OUTCOME_OTHER, OUTCOME_CLEAN };

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

static void load(struct judging *j, size_t i, const struct template_value *data)
{
    struct pipelines_run *r = j->unit->run;
    struct pipeline *p = &j->pipelines[i];
    size_t said = r->faults.said, incomplete = r->incomplete;
    enum outcome *known = NULL;

    if (pipeline_render(p, &r->files[i], data, j->arena)) {
        known = outcome_of(r, i, p->rendered);
        /* Graphs, and references into this configuration, are not judged in partial contexts. */
        if (known && *known == OUTCOME_CLEAN && j->context->partial)
            return;
        pipeline_read(p, &r->files[i], known && *known == OUTCOME_CLEAN ? NULL : r->schema, r->pin, j->arena);
    }
    check_pipeline(j, p);
    if (known && p->stage == STAGE_NONE && r->faults.said == said && r->incomplete == incomplete)
        *known = OUTCOME_CLEAN;
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
        if (!service_of_file(j->unit, r->files[i].path) || (j->placeholders && j->failed[i])) {
            j->pipelines[i] = (struct pipeline){ .path = r->files[i].path, .stage = STAGE_READ };
            continue;
        }
        load(j, i, &data);
        j->failed[i] = j->pipelines[i].stage != STAGE_NONE;
    }
}
