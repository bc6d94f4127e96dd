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

static void unsure(json_t *o, bool is)
{
    json_put_flag(o, "unsure", is);
}

static void write_versions(json_t *o, const char *key, const struct window *window)
{
    json_t *list = json_put_array(o, key);

    for (size_t i = 0; i < window->count; i++)
        json_add_text(list, window->versions[i].text);
}

static void write_check(json_t *list, struct arena *a, const struct check_change *c)
{
    const struct behaviour_info *b = &behaviours[c->behaviour];
    json_t *o = json_add_object(list);

    json_put_text(o, "id", b->id);
    json_put_text(o, "change", c->gone ? STR("gone") : STR("new"));
    json_put_text(o, "class", str_c(behaviour_class_name(b->class)));
    json_put_text(o, "where", str_c(behaviour_where_name(b->where)));
    json_put_text(o, "version", version_tag(b->since, a));
    json_put_text(o, "subject", b->subject);
    json_put_text(o, "what", b->what);
    unsure(o, c->unsure);
}

static void write_field(json_t *list, struct arena *a, const struct field_change *f)
{
    json_t *o = json_add_object(list);

    json_put_text(o, "change", str_c(kind_name(f->kind)));
    json_put_text(o, "file", str_c(f->file));
    json_put_texts(o, "paths", f->paths, f->path_count);
    json_put_text(o, "version", version_tag(f->position, a));
    json_put_text(o, "takes", go_type_words(a, f->field->type));
    if (f->former)
        json_put_text(o, "took", go_type_words(a, f->former->type));
    json_put_text(o, "description", str_c(f->field->doc));
    unsure(o, f->unsure);
}

static void write_value(json_t *list, struct arena *a, const struct value_change *v)
{
    json_t *o = json_add_object(list);

    json_put_text(o, "change", str_c(kind_name(v->kind)));
    json_put_text(o, "file", str_c(v->file));
    json_put_text(o, "path", v->path);
    json_put_text(o, "value", v->value);
    json_put_text(o, "version", version_tag(v->position, a));
    unsure(o, v->unsure);
}

void comparison_json(const struct comparison *c, struct arena *a, json_t *o)
{
    json_t *list;

    write_versions(o, "from", &c->from.window);
    write_versions(o, "to", &c->to.window);
    list = json_put_array(o, "checks");
    for (size_t i = 0; i < c->changes.check_count; i++)
        write_check(list, a, &c->changes.checks[i]);
    list = json_put_array(o, "fields");
    for (size_t i = 0; i < c->changes.field_count; i++)
        write_field(list, a, &c->changes.fields[i]);
    list = json_put_array(o, "values");
    for (size_t i = 0; i < c->changes.value_count; i++)
        write_value(list, a, &c->changes.values[i]);
}
