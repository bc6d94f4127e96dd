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
            buf_printf(out, "  %s %.*s", behaviour_class_name(behaviours[b].class), STR_ARG(behaviours[b].id));
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
    buf_printf(out, "%u versions are known, %.*s to %.*s; %zu of them changed what configuration may say:\n\n",
               (unsigned)mainline_count, STR_ARG(version_tag(0, a)), STR_ARG(version_tag(mainline_count - 1, a)),
               t.count);
    for (size_t i = t.count; i-- > 0;)
        put_position(&t, a, t.positions[i], out);
}

static void write_fields(json_t *o, const struct timeline *t, uint32_t position)
{
    static const char *const names[] = {
        [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed", [CHANGE_FORM] = "changed"
    };

    for (size_t kind = CHANGE_ADDED; kind <= CHANGE_FORM; kind++) {
        json_t *list = NULL, *one;
        for (size_t i = 0; i < t->changes.field_count; i++) {
            const struct field_change *f = &t->changes.fields[i];
            if (f->position != position || f->kind != kind)
                continue;
            if (!list)
                list = json_put_array(o, names[kind]);
            for (size_t k = 0; k < f->path_count; k++) {
                one = json_add_object(list);
                json_put_string(one, "file", str_c(f->file));
                json_put_string(one, "path", f->paths[k]);
            }
        }
    }
}

static void write_checks(json_t *o, uint32_t position)
{
    json_t *list = json_put_array(o, "checks");

    for (size_t b = 0; b < BEHAVIOUR_COUNT; b++)
        if (behaviours[b].since == position)
            json_add_text(list, behaviours[b].id);
}

void timeline_json(struct arena *a, json_t *o)
{
    struct timeline t;
    json_t *list;

    read_timeline(&t, a);
    json_put_int(o, "commits", mainline_count);
    json_put_string(o, "oldest", version_tag(0, a));
    json_put_string(o, "newest", version_tag(mainline_count - 1, a));
    list = json_put_array(o, "versions");
    for (size_t i = t.count; i-- > 0;) {
        uint32_t at = t.positions[i];
        json_t *one = json_add_object(list);
        json_put_string(one, "version", version_tag(at, a));
        json_put_string(one, "date", version_date(version_day_of(at), a));
        if (mainline[at].pull)
            json_put_int(one, "pull", mainline[at].pull);
        write_checks(one, at);
        write_fields(one, &t, at);
    }
}
