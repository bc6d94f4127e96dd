#include "gate/state_side.h"

/* A job takes no less: its four fingerprints alone. */
enum { LEAST_JOB = 64, LEAST_PART = 16 };

/* A field that is added to these has to be added here, and STATE_FORMAT to be raised. */
_Static_assert(sizeof(void *) != 8 || (sizeof(struct delta_job) == 424 && sizeof(struct delta_preset) == 88 &&
                                       sizeof(struct delta_preset_part) == 80 && sizeof(struct delta_required) == 96),
               "struct delta_side has changed");

static void pack_span(struct pack *p, struct span *s)
{
    pack_u32(p, &s->line);
    pack_u32(p, &s->column);
    pack_u32(p, &s->end_line);
    pack_u32(p, &s->end_column);
}

void state_pack_place(struct pack *p, struct place *at)
{
    pack_text(p, &at->file);
    at->before = at->before || p->reading; /* whoever compares with what was saved, compares it with AFTER */
    pack_span(p, &at->span);
}

static void pack_texts(struct pack *p, struct str **list, size_t *count)
{
    PACK_LIST(p, *list, count, 1);
    for (size_t i = 0; i < *count; i++)
        pack_text(p, &(*list)[i]);
}

static void pack_fingerprint(struct pack *p, struct fingerprint *f)
{
    unsigned char bytes[16];

    for (unsigned i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(f->high >> (8 * i));
        bytes[8 + i] = (unsigned char)(f->low >> (8 * i));
    }
    pack_bytes(p, bytes, sizeof bytes);
    *f = (struct fingerprint){ 0 };
    for (unsigned i = 0; i < 8; i++) {
        f->high |= (uint64_t)bytes[i] << (8 * i);
        f->low |= (uint64_t)bytes[8 + i] << (8 * i);
    }
}

/* Places of presets that the side does not have would lead outside of it. */
static void pack_preset_places(struct pack *p, struct delta_job *j, size_t preset_count)
{
    PACK_LIST(p, j->presets, &j->preset_count, 1);
    for (size_t i = 0; i < j->preset_count; i++) {
        pack_u32(p, &j->presets[i]);
        if (p->reading && j->presets[i] >= preset_count)
            p->failed = true;
    }
}

/* What the first form does not have. */
static void pack_more(struct pack *p, struct delta_job *j)
{
    PACK_LIST(p, j->labels, &j->label_count, 16);
    for (size_t i = 0; i < j->label_count; i++)
        pack_fingerprint(p, &j->labels[i]);
    pack_uint(p, &j->cpu);
    pack_uint(p, &j->memory);
    pack_text(p, &j->cron);
    pack_text(p, &j->interval);
}

/* What the second form does not have. */
static void pack_parts(struct pack *p, struct delta_job *j)
{
    PACK_LIST(p, j->parts, &j->part_count, 16);
    for (size_t i = 0; i < j->part_count; i++)
        pack_fingerprint(p, &j->parts[i]);
    pack_span(p, &j->spec);
}

static void pack_job(struct pack *p, struct delta_job *j, size_t preset_count, uint64_t form)
{
    unsigned kind = j->kind;

    pack_enum(p, &kind, PERIODIC);
    j->kind = (enum job_kind)kind;
    pack_text(p, &j->repo);
    pack_text(p, &j->name);
    pack_text(p, &j->context);
    pack_text(p, &j->cluster);
    pack_text(p, &j->agent);
    pack_text(p, &j->trigger);
    pack_texts(p, &j->branches.only, &j->branches.only_count);
    pack_texts(p, &j->branches.skip, &j->branches.skip_count);
    pack_text(p, &j->run_if_changed);
    pack_text(p, &j->skip_if_only_changed);
    pack_bool(p, &j->always_run);
    pack_bool(p, &j->optional);
    pack_bool(p, &j->skip_report);
    pack_bool(p, &j->inrepo);
    pack_fingerprint(p, &j->work);
    pack_fingerprint(p, &j->own);
    pack_fingerprint(p, &j->given);
    pack_fingerprint(p, &j->defaults);
    pack_preset_places(p, j, preset_count);
    if (form >= 2)
        pack_more(p, j);
    if (form >= 3)
        pack_parts(p, j);
    state_pack_place(p, &j->at);
}

static void pack_part(struct pack *p, struct delta_preset_part *part)
{
    unsigned kind = part->part;

    pack_enum(p, &kind, POD_TOLERATIONS);
    part->part = (enum pod_part)kind;
    pack_text(p, &part->name);
    pack_fingerprint(p, &part->value);
    state_pack_place(p, &part->at);
}

static void pack_preset(struct pack *p, struct delta_preset *preset)
{
    pack_text(p, &preset->name);
    PACK_LIST(p, preset->labels, &preset->label_count, 2);
    for (size_t i = 0; i < preset->label_count; i++) {
        pack_text(p, &preset->labels[i].key);
        pack_text(p, &preset->labels[i].value);
    }
    PACK_LIST(p, preset->parts, &preset->part_count, LEAST_PART);
    for (size_t i = 0; i < preset->part_count; i++)
        pack_part(p, &preset->parts[i]);
    state_pack_place(p, &preset->at);
}

/* why is one of few texts that live for ever. */
static void pack_required(struct pack *p, struct delta_required *r)
{
    static const char *const whys[] = { "branch-protection", "tide" };
    unsigned why = r->why && str_eq(str_c(r->why), str_c(whys[1]));

    pack_text(p, &r->repo);
    pack_text(p, &r->branch);
    pack_text(p, &r->context);
    pack_enum(p, &why, 1);
    r->why = whys[why];
    state_pack_place(p, &r->at);
}

void state_pack_side(struct pack *p, struct delta_side *s, uint64_t form)
{
    pack_size(p, &s->files);
    pack_size(p, &s->bytes);
    for (int kind = PRESUBMIT; kind <= PERIODIC; kind++)
        pack_size(p, &s->counts[kind]);
    pack_bool(p, &s->resolved);
    PACK_LIST(p, s->presets, &s->preset_count, 2);
    for (size_t i = 0; i < s->preset_count; i++)
        pack_preset(p, &s->presets[i]);
    PACK_LIST(p, s->jobs, &s->job_count, LEAST_JOB);
    for (size_t i = 0; i < s->job_count; i++)
        pack_job(p, &s->jobs[i], s->preset_count, form);
    PACK_LIST(p, s->required, &s->required_count, 4);
    for (size_t i = 0; i < s->required_count; i++)
        pack_required(p, &s->required[i]);
    s->labels_known = form >= 2;
    if (form >= 2)
        state_pack_merging(p, &s->merging);
    if (p->reading)
        delta_merging_index(&s->merging, p->arena);
}
