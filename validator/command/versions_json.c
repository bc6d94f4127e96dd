#include "command/versions.h"

#include "schema/gowords.h"

static const char *kind_name(enum change_kind kind)
{
    static const char *const names[] = {
        [CHANGE_ADDED] = "added",
        [CHANGE_REMOVED] = "removed",
        [CHANGE_FORM] = "changed",
    };

    return names[kind];
}

static void text(struct json_writer *w, const char *key, struct str value)
{
    if (value.len)
        json_member_string(w, str_c(key), value);
}

static void unsure(struct json_writer *w, bool is)
{
    if (is)
        json_member_bool(w, STR("unsure"), true);
}

static void write_versions(struct json_writer *w, const char *key, const struct window *window)
{
    json_key(w, str_c(key));
    json_begin_array(w);
    for (size_t i = 0; i < window->count; i++)
        json_string(w, window->versions[i].text);
    json_end_array(w);
}

static void write_check(struct json_writer *w, struct arena *a, const struct check_change *c)
{
    const struct behaviour_info *b = &behaviours[c->behaviour];

    json_begin_object(w);
    text(w, "id", b->id);
    text(w, "change", c->gone ? STR("gone") : STR("new"));
    text(w, "class", str_c(behaviour_class_name(b->class)));
    text(w, "where", str_c(behaviour_where_name(b->where)));
    text(w, "version", version_tag(b->since, a));
    text(w, "subject", b->subject);
    text(w, "what", b->what);
    unsure(w, c->unsure);
    json_end_object(w);
}

static void write_field(struct json_writer *w, struct arena *a, const struct field_change *f)
{
    json_begin_object(w);
    text(w, "change", str_c(kind_name(f->kind)));
    text(w, "file", str_c(f->file));
    json_key(w, STR("paths"));
    json_begin_array(w);
    for (size_t i = 0; i < f->path_count; i++)
        json_string(w, f->paths[i]);
    json_end_array(w);
    text(w, "version", version_tag(f->position, a));
    text(w, "takes", go_type_words(a, f->field->type));
    if (f->former)
        text(w, "took", go_type_words(a, f->former->type));
    text(w, "description", str_c(f->field->doc));
    unsure(w, f->unsure);
    json_end_object(w);
}

static void write_value(struct json_writer *w, struct arena *a, const struct value_change *v)
{
    json_begin_object(w);
    text(w, "change", str_c(kind_name(v->kind)));
    text(w, "file", str_c(v->file));
    text(w, "path", v->path);
    text(w, "value", v->value);
    text(w, "version", version_tag(v->position, a));
    unsure(w, v->unsure);
    json_end_object(w);
}

void comparison_json(const struct comparison *c, struct arena *a, struct json_writer *w)
{
    write_versions(w, "from", &c->from.window);
    write_versions(w, "to", &c->to.window);
    json_key(w, STR("checks"));
    json_begin_array(w);
    for (size_t i = 0; i < c->changes.check_count; i++)
        write_check(w, a, &c->changes.checks[i]);
    json_end_array(w);
    json_key(w, STR("fields"));
    json_begin_array(w);
    for (size_t i = 0; i < c->changes.field_count; i++)
        write_field(w, a, &c->changes.fields[i]);
    json_end_array(w);
    json_key(w, STR("values"));
    json_begin_array(w);
    for (size_t i = 0; i < c->changes.value_count; i++)
        write_value(w, a, &c->changes.values[i]);
    json_end_array(w);
}
