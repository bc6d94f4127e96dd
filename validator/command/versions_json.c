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
    json_text(w, "id", b->id);
    json_text(w, "change", c->gone ? STR("gone") : STR("new"));
    json_text(w, "class", str_c(behaviour_class_name(b->class)));
    json_text(w, "where", str_c(behaviour_where_name(b->where)));
    json_text(w, "version", version_tag(b->since, a));
    json_text(w, "subject", b->subject);
    json_text(w, "what", b->what);
    unsure(w, c->unsure);
    json_end_object(w);
}

static void write_field(struct json_writer *w, struct arena *a, const struct field_change *f)
{
    json_begin_object(w);
    json_text(w, "change", str_c(kind_name(f->kind)));
    json_text(w, "file", str_c(f->file));
    json_key(w, STR("paths"));
    json_begin_array(w);
    for (size_t i = 0; i < f->path_count; i++)
        json_string(w, f->paths[i]);
    json_end_array(w);
    json_text(w, "version", version_tag(f->position, a));
    json_text(w, "takes", go_type_words(a, f->field->type));
    if (f->former)
        json_text(w, "took", go_type_words(a, f->former->type));
    json_text(w, "description", str_c(f->field->doc));
    unsure(w, f->unsure);
    json_end_object(w);
}

static void write_value(struct json_writer *w, struct arena *a, const struct value_change *v)
{
    json_begin_object(w);
    json_text(w, "change", str_c(kind_name(v->kind)));
    json_text(w, "file", str_c(v->file));
    json_text(w, "path", v->path);
    json_text(w, "value", v->value);
    json_text(w, "version", version_tag(v->position, a));
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
