#include "prow/files/outline_cache.h"

#include "base/pack.h"
#include "base/sha256.h"

/* The number goes up whenever an outline, or how it is found, comes to mean something else. */
static const struct str name = STR_INIT("prowgate outlines 1\n");

/* Packed: an id, a size, two flags and two counts; a name, a kind, a flag and a count; three fingerprints and a
 * flag. */
enum { LEAST_ENTRY = 25, LEAST_REPO = 4, LEAST_JOB = 3 * sizeof(struct fingerprint) + 1 };

static struct str key_of(const struct blob_id *id)
{
    return (struct str){ (const char *)id->bytes, sizeof id->bytes };
}

static void pack_jobs(struct pack *p, struct outline_job **list, size_t *count)
{
    bool listed = *list != NULL;
    size_t jobs = *count;

    pack_bool(p, &listed);
    if (!listed) {
        pack_size(p, count);
        return;
    }
    PACK_LIST(p, *list, &jobs, LEAST_JOB);
    *count = jobs;
    for (size_t i = 0; i < jobs; i++) {
        struct outline_job *j = &(*list)[i];
        pack_bytes(p, &j->name, sizeof j->name);
        pack_bytes(p, &j->context, sizeof j->context);
        pack_bytes(p, &j->compared, sizeof j->compared);
        pack_bool(p, &j->optional);
    }
}

static void pack_repo(struct pack *p, struct outline_repo *r)
{
    unsigned postsubmit = r->kind == POSTSUBMIT;

    pack_text(p, &r->repo);
    pack_enum(p, &postsubmit, 1);
    r->kind = postsubmit ? POSTSUBMIT : PRESUBMIT;
    pack_jobs(p, &r->list, &r->jobs);
    r->cap = r->jobs;
}

static void pack_entry(struct pack *p, struct outline_entry *e)
{
    pack_bytes(p, e->id.bytes, sizeof e->id.bytes);
    pack_size(p, &e->size);
    pack_bool(p, &e->follows);
    pack_jobs(p, &e->outline.periodic_list, &e->outline.periodics);
    e->outline.periodic_cap = e->outline.periodics;
    PACK_LIST(p, e->outline.repos, &e->outline.count, LEAST_REPO);
    e->outline.cap = e->outline.count;
    for (size_t i = 0; i < e->outline.count; i++)
        pack_repo(p, &e->outline.repos[i]);
}

/* What stands behind the name and the digest, where both are right. */
static bool unwrap(struct str bytes, struct str *record)
{
    struct sha256 is, said;

    if (!str_starts(bytes, name) || bytes.len < name.len + SHA256_BYTES)
        return false;
    memcpy(said.bytes, bytes.p + name.len, SHA256_BYTES);
    *record = str_from(bytes, name.len + SHA256_BYTES);
    return sha256_of(*record, &is) && sha256_eq(&is, &said);
}

static void take(struct outline_cache *c, struct outline_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        *map_at(&c->by_id, key_of(&entries[i].id)) = &entries[i];
}

void outline_cache_read(struct outline_cache *c, struct str bytes)
{
    struct outline_entry *entries = NULL;
    size_t count = 0;
    struct str record;
    struct pack p;

    *c = (struct outline_cache){ 0 };
    map_init(&c->by_id, &c->arena);
    if (!unwrap(bytes, &record))
        return;
    pack_read_begin(&p, &c->arena, record);
    PACK_LIST(&p, entries, &count, LEAST_ENTRY);
    for (size_t i = 0; i < count && !p.failed; i++)
        pack_entry(&p, &entries[i]);
    if (pack_read_end(&p))
        take(c, entries, count);
}

void outline_cache_free(struct outline_cache *c)
{
    arena_free(&c->arena);
}

const struct outline_entry *outline_cache_find(const struct outline_cache *c, const struct blob_id *id)
{
    return map_get(&c->by_id, key_of(id));
}

void outline_cache_add(struct outline_cache *c, const struct outline_entry *e)
{
    struct outline_entry *copy;

    if (outline_cache_find(c, &e->id))
        return;
    copy = ARENA_NEW(&c->arena, struct outline_entry);
    *copy = *e;
    copy->outline = outline_copy(&c->arena, &e->outline);
    *map_at(&c->by_id, key_of(&copy->id)) = copy;
    c->added++;
}

bool outline_cache_write(const struct outline_cache *c, struct buf *out)
{
    size_t most = OUTLINE_CACHE_MOST, count = c->by_id.count < most ? c->by_id.count : most;
    size_t first = c->by_id.count - count;
    struct outline_entry *none = NULL;
    struct arena scratch = { 0 };
    struct buf record = { 0 };
    struct sha256 digest;
    struct pack p;
    bool ok;

    pack_write_begin(&p, &scratch);
    PACK_LIST(&p, none, &count, LEAST_ENTRY);
    for (size_t i = first; i < c->by_id.count; i++) {
        struct outline_entry e = *(const struct outline_entry *)c->by_id.entries[i].value;
        pack_entry(&p, &e);
    }
    pack_write_end(&p, &record);
    ok = sha256_of(buf_str(&record), &digest);
    buf_put(out, name);
    buf_put(out, (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    buf_put(out, buf_str(&record));
    buf_free(&record);
    arena_free(&scratch);
    return ok;
}
