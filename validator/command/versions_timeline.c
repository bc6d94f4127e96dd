#include "command/versions.h"

#include "schema/mainline.h"

/* Changes by the commit that made them: lists of indices, newest commit last. */
struct timeline {
    struct changes changes; /* fields only */
    uint32_t *positions;    /* that made a difference, ascending */
    size_t count;
};

static void read_timeline(struct timeline *t, struct arena *a)
{
    bool *marked = ARENA_ARRAY(a, bool, mainline_count);

    changes_ever(&t->changes, a);
    for (size_t i = 0; i < t->changes.field_count; i++)
        marked[t->changes.fields[i].position] = true;
    for (size_t b = 0; b < BEHAVIOUR_COUNT; b++)
        marked[behaviours[b].since] = true;
    t->positions = ARENA_ARRAY(a, uint32_t, mainline_count);
    t->count = 0;
    for (uint32_t i = 0; i < mainline_count; i++)
        if (marked[i])
            t->positions[t->count++] = i;
}

static const char sign[] = { [CHANGE_ADDED] = '+', [CHANGE_REMOVED] = '-', [CHANGE_FORM] = '~' };

static void put_position(const struct timeline *t, struct arena *a, uint32_t position, struct buf *out)
{
    buf_printf(out, "%.*s", STR_ARG(version_tag(position, a)));
    for (size_t b = 0; b < BEHAVIOUR_COUNT; b++)
        if (behaviours[b].since == position)
            buf_printf(out, "  %s %.*s", behaviour_class_name(behaviours[b].class),
                       STR_ARG(behaviours[b].id));
    for (size_t i = 0; i < t->changes.field_count; i++) {
        const struct field_change *f = &t->changes.fields[i];
        if (f->position != position)
            continue;
        buf_printf(out, "  %c%s:%.*s", sign[f->kind], f->file, STR_ARG(f->paths[0]));
        if (f->path_count > 1)
            buf_printf(out, " and %zu more", f->path_count - 1);
    }
    buf_char(out, '\n');
}

void timeline_text(struct arena *a, struct buf *out)
{
    struct timeline t;

    read_timeline(&t, a);
    buf_printf(out,
               "%u versions are known, %.*s to %.*s; %zu of them changed what configuration may say:\n\n",
               (unsigned)mainline_count, STR_ARG(version_tag(0, a)),
               STR_ARG(version_tag(mainline_count - 1, a)), t.count);
    for (size_t i = t.count; i-- > 0;)
        put_position(&t, a, t.positions[i], out);
}

static void write_fields(struct json_writer *w, const struct timeline *t, uint32_t position)
{
    static const char *const names[] = {
        [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed", [CHANGE_FORM] = "changed"
    };

    for (size_t kind = CHANGE_ADDED; kind <= CHANGE_FORM; kind++) {
        bool begun = false;
        for (size_t i = 0; i < t->changes.field_count; i++) {
            const struct field_change *f = &t->changes.fields[i];
            if (f->position != position || f->kind != kind)
                continue;
            if (!begun) {
                json_key(w, str_c(names[kind]));
                json_begin_array(w);
                begun = true;
            }
            for (size_t k = 0; k < f->path_count; k++) {
                json_begin_object(w);
                json_member_string(w, STR("file"), str_c(f->file));
                json_member_string(w, STR("path"), f->paths[k]);
                json_end_object(w);
            }
        }
        if (begun)
            json_end_array(w);
    }
}

static void write_checks(struct json_writer *w, uint32_t position)
{
    json_key(w, STR("checks"));
    json_begin_array(w);
    for (size_t b = 0; b < BEHAVIOUR_COUNT; b++)
        if (behaviours[b].since == position)
            json_string(w, behaviours[b].id);
    json_end_array(w);
}

void timeline_json(struct arena *a, struct json_writer *w)
{
    struct timeline t;

    read_timeline(&t, a);
    json_member_int(w, STR("commits"), mainline_count);
    json_member_string(w, STR("oldest"), version_tag(0, a));
    json_member_string(w, STR("newest"), version_tag(mainline_count - 1, a));
    json_key(w, STR("versions"));
    json_begin_array(w);
    for (size_t i = t.count; i-- > 0;) {
        uint32_t at = t.positions[i];
        json_begin_object(w);
        json_member_string(w, STR("version"), version_tag(at, a));
        json_member_string(w, STR("date"), version_date(version_day_of(at), a));
        if (mainline[at].pull)
            json_member_int(w, STR("pull"), mainline[at].pull);
        write_checks(w, at);
        write_fields(w, &t, at);
        json_end_object(w);
    }
    json_end_array(w);
}
