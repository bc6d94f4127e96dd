#include "report/show_job.h"

static const char *kind_of(const struct origin *o)
{
    static const char *const names[] = { [ORIGIN_JOB] = "job",
                                         [ORIGIN_PRESET] = "preset",
                                         [ORIGIN_DEFAULT] = "default",
                                         [ORIGIN_CONFIG] = "config",
                                         [ORIGIN_PROW] = "prow" };

    return o ? names[o->kind] : "prow";
}

static void put_place(const struct govalue *v, const struct go_field *field, json_t *into)
{
    const struct origin *o = v->origin;
    struct place at;

    json_put_text(into, "from", str_c(kind_of(o)));
    if (v->node && o && o->file) {
        at = prow_place(o->file, v->node);
        json_put_text(into, "what", o->what);
        json_put_text(into, "file", at.file);
        json_put_int(into, "line", at.span.line);
        json_put_int(into, "column", at.span.column);
    } else if (field && field->fill && o) {
        json_put_text(into, "what", str_c(field->fill));
    }
}

/* What jansson can't hold is shown as the text of it. */
static json_t *parsed(struct arena *a, struct str json)
{
    struct json_error error;
    json_t *value = json_parse(a, json, &error);

    return value ? value : json_of(json);
}

static json_t *value_of(const struct effective *e, struct arena *a, const struct govalue *v)
{
    struct buf json = { 0 };
    json_t *value;

    govalue_json(v, &e->go, a, &json);
    value = parsed(a, buf_str(&json));
    buf_free(&json);
    return value;
}

static void add_origin(const struct effective *e, const struct show_leaf *l, struct arena *a, json_t *origins)
{
    json_t *o = json_add_object(origins), *list, *was;

    json_put_text(o, "path", l->path);
    put_place(l->value, l->field, o);
    list = l->value->over ? json_put_array(o, "overrides") : NULL;
    for (const struct govalue *v = l->value->over; v; v = v->over) {
        was = json_add_object(list);
        json_put(was, "value", value_of(e, a, v));
        put_place(v, l->field, was);
    }
}

/* The object so far, open for more members. */
static void print_open(json_t *object, struct buf *out)
{
    json_print(object, 0, out);
    out->len--; /* the brace */
}

/* The job itself stands as Prow writes it, to the byte. */
static void put_form(const struct show_form *f, bool origins, struct arena *a, struct buf *out)
{
    json_t *o = json_object(), *list;
    struct show_leaf *leaves;
    size_t n;

    json_put_texts(o, "versions", f->texts, f->text_count);
    if (!f->job.value)
        json_put_text(o, "error", f->job.error);
    if (f->job.value && origins) {
        list = json_put_array(o, "origins");
        n = show_leaves(f->effective, f->job.value, a, &leaves);
        for (size_t i = 0; i < n; i++)
            add_origin(f->effective, &leaves[i], a, list);
    }
    print_open(o, out);
    if (f->job.value) {
        buf_put(out, STR(",\"job\":"));
        buf_put(out, f->json);
    }
    buf_char(out, '}');
}

void show_job_json(const struct show_job *j, const struct show_style *style, struct arena *a, struct buf *out)
{
    json_t *o = json_object();

    json_put_text(o, "type", str_c(job_kind_name(j->kind)));
    json_put_text(o, "repo", j->repo);
    json_put_text(o, "name", j->name);
    json_put_text(o, "file", j->at.file);
    json_put_int(o, "line", j->at.span.line);
    json_put_text(o, "path", j->path);
    print_open(o, out);
    buf_put(out, STR(",\"by_version\":["));
    for (size_t i = 0; i < j->form_count; i++) {
        if (i)
            buf_char(out, ',');
        put_form(&j->forms[i], style->origins, a, out);
    }
    buf_put(out, STR("]}"));
}
