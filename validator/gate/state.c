#include "gate/state.h"

#include "base/pack.h"
#include "gate/state_rollout.h"
#include "gate/state_side.h"

#include <inttypes.h>
#include <string.h>

static const char magic[] = "PGSTATE\n";

enum { MAGIC = 8, FORM_AT = MAGIC, LENGTH_AT = FORM_AT + 4, HEAD = LENGTH_AT + 8 };

static void put_number(struct buf *out, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(out, (char)(unsigned char)(v >> (8 * i)));
}

static uint64_t number_at(struct str bytes, size_t at, size_t n)
{
    uint64_t v = 0;

    for (size_t i = 0; i < n; i++)
        v |= (uint64_t)(unsigned char)bytes.p[at + i] << (8 * i);
    return v;
}

static void pack_deployed(struct pack *p, struct state *s)
{
    PACK_LIST(p, s->deployed, &s->deployed_count, 2);
    for (size_t i = 0; i < s->deployed_count; i++) {
        pack_text(p, &s->deployed[i].component);
        pack_text(p, &s->deployed[i].version);
    }
}

static void pack_files(struct pack *p, struct state *s)
{
    PACK_LIST(p, s->files, &s->file_count, 4 + SHA256_BYTES);
    for (size_t i = 0; i < s->file_count; i++) {
        pack_text(p, &s->files[i].path);
        pack_uint(p, &s->files[i].size);
        pack_bool(p, &s->files[i].aside);
        pack_bool(p, &s->files[i].open_end);
        pack_bytes(p, s->files[i].sha256.bytes, SHA256_BYTES);
    }
}

static void pack_texts(struct pack *p, struct str **list, size_t *count)
{
    PACK_LIST(p, *list, count, 1);
    for (size_t i = 0; i < *count; i++)
        pack_text(p, &(*list)[i]);
}

static void pack_acks(struct pack *p, struct state *s, uint64_t form)
{
    PACK_LIST(p, s->acks, &s->ack_count, 8);
    for (size_t i = 0; i < s->ack_count; i++) {
        struct ack *k = &s->acks[i];
        pack_text(p, &k->rule);
        pack_texts(p, &k->repos, &k->repo_count);
        pack_texts(p, &k->contexts, &k->context_count);
        pack_texts(p, &k->presets, &k->preset_count);
        pack_texts(p, &k->files, &k->file_count);
        if (form >= 3)
            pack_texts(p, &k->steps, &k->step_count);
        pack_size(p, &k->at_most);
        pack_text(p, &k->reason);
        pack_text(p, &k->by);
    }
}

/* The one description of the record. */
static void pack_state(struct pack *p, struct state *s, uint64_t form)
{
    uint64_t time = (uint64_t)s->time;

    pack_uint(p, &s->generation);
    pack_uint(p, &time);
    s->time = (int64_t)time;
    pack_text(p, &s->tool);
    pack_text(p, &s->name);
    pack_bool(p, &s->bootstrap);
    pack_text(p, &s->seal);
    pack_deployed(p, s);
    pack_files(p, s);
    pack_size(p, &s->totals.added);
    pack_size(p, &s->totals.retired);
    pack_size(p, &s->totals.migrated);
    state_pack_side(p, &s->side, form);
    if (form >= 2)
        pack_acks(p, s, form);
    if (form >= 2)
        pack_text(p, &s->project);
    if (form >= 3)
        state_pack_rollout(p, &s->side.pipelines);
}

void state_write(const struct state *s, struct buf *out)
{
    struct arena scratch = { 0 };
    struct buf record = { 0 };
    struct state copy = *s; /* packing changes nothing of it when it writes */
    struct sha256 digest;
    size_t start = out->len;
    struct pack p;

    pack_write_begin(&p, &scratch);
    pack_state(&p, &copy, STATE_FORMAT);
    pack_write_end(&p, &record);
    buf_put(out, STR(magic));
    put_number(out, STATE_FORMAT, 4);
    put_number(out, record.len, 8);
    buf_put(out, buf_str(&record));
    sha256_of(str_from(buf_str(out), start), &digest);
    buf_put(out, (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    buf_free(&record);
    arena_free(&scratch);
}

static bool fail(struct str *error, struct str why)
{
    *error = why;
    return false;
}

/* Everything around the record; *record is a slice of bytes. */
static bool open_frame(struct arena *a, struct str bytes, struct str *record, uint64_t *form, struct str *error)
{
    struct sha256 digest;
    uint64_t length, whole;

    if (bytes.len == 0)
        return fail(error, STR("it is empty"));
    if (!str_eq(str_slice(bytes, 0, MAGIC), str_slice(STR(magic), 0, bytes.len)))
        return fail(error, STR("it is no state of prowgate's, or its beginning is damaged"));
    if (bytes.len < HEAD + SHA256_BYTES)
        return fail(error, arena_printf(a, "it is cut off after %zu bytes", bytes.len));
    *form = number_at(bytes, FORM_AT, 4);
    if (*form < STATE_OLDEST || *form > STATE_FORMAT)
        return fail(error, arena_printf(a,
                                        "it has form %" PRIu64 ", and this prowgate reads forms %d to %d: it was "
                                        "written by another version, or is damaged",
                                        *form, STATE_OLDEST, STATE_FORMAT));
    length = number_at(bytes, LENGTH_AT, 8);
    whole = length > STATE_LARGEST ? UINT64_MAX : HEAD + length + SHA256_BYTES;
    if (bytes.len != whole)
        return fail(error, bytes.len < whole
                               ? arena_printf(a, "it is cut off: %zu bytes, and its head says more", bytes.len)
                               : arena_printf(a, "it has %zu bytes, and its head says less", bytes.len));
    if (!sha256_of(str_slice(bytes, 0, HEAD + (size_t)length), &digest) ||
        memcmp(digest.bytes, bytes.p + HEAD + length, SHA256_BYTES) != 0)
        return fail(error, STR("it is damaged: its checksum is not that of its bytes"));
    *record = str_slice(bytes, HEAD, HEAD + (size_t)length);
    return true;
}

bool state_read(struct state *s, struct str bytes, struct str *error)
{
    struct arena *a = &s->side.arena;
    struct str record;
    struct pack p;
    uint64_t form;

    *s = (struct state){ 0 };
    if (!open_frame(a, bytes, &record, &form, error))
        return false;
    pack_read_begin(&p, a, record);
    pack_state(&p, s, form);
    if (!pack_read_end(&p) || s->generation == 0)
        return fail(error, STR("its checksum is right, but what it holds is no state"));
    s->side.name = s->name;
    delta_side_index(&s->side);
    return true;
}

bool state_read_file(struct state *s, struct str file, struct arena *a, struct str *error)
{
    struct buf bytes = { 0 };
    struct fs_error failed;
    struct fs_disk here;
    struct str why;
    bool ok = fs_disk_open(&here, NULL, &failed) && fs_read(&here.fs, file, STATE_LARGEST, &bytes, &failed);

    if (!ok) {
        *error = fs_error_text(&failed, a);
    } else if (!state_read(s, buf_str(&bytes), &why)) {
        *error = arena_copy(a, why);
        state_free(s);
        ok = false;
    }
    buf_free(&bytes);
    return ok;
}

void state_free(struct state *s)
{
    delta_side_free(&s->side);
}
