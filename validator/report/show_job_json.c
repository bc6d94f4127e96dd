#include "report/show_job.h"

static const char *kind_of(const struct origin *o)
{
    static const char *const names[] = { [ORIGIN_JOB] = "job", [ORIGIN_PRESET] = "preset", [ORIGIN_DEFAULT] = "default",
                                         [ORIGIN_CONFIG] = "config", [ORIGIN_PROW] = "prow" };

    return o ? names[o->kind] : "prow";
}

static void put_place(const struct govalue *v, const struct go_field *field, struct json_writer *w)
{
    const struct origin *o = v->origin;
    struct place at;

    json_text(w, "from", str_c(kind_of(o)));
    if (v->node && o && o->file) {
        at = prow_place(o->file, v->node);
        json_text(w, "what", o->what);
        json_text(w, "file", at.file);
        json_number(w, "line", at.span.line);
        json_number(w, "column", at.span.column);
    } else if (field && field->fill && o) {
        json_text(w, "what", str_c(field->fill));
    }
}

static void put_origin(const struct effective *e, const struct show_leaf *l, struct arena *a, struct json_writer *w)
{
    struct buf json = { 0 };

    json_begin_object(w);
    json_text(w, "path", l->path);
    put_place(l->value, l->field, w);
    if (l->value->over) {
        json_key(w, STR("overrides"));
        json_begin_array(w);
        for (const struct govalue *was = l->value->over; was; was = was->over) {
            json_begin_object(w);
            buf_reset(&json);
            govalue_json(was, &e->go, a, &json);
            json_key(w, STR("value"));
            json_raw(w, buf_str(&json));
            put_place(was, l->field, w);
            json_end_object(w);
        }
        json_end_array(w);
    }
    json_end_object(w);
    buf_free(&json);
}

static void put_form(const struct show_form *f, bool origins, struct arena *a, struct json_writer *w)
{
    struct show_leaf *leaves;
    size_t n;

    json_begin_object(w);
    json_key(w, STR("versions"));
    json_begin_array(w);
    for (size_t i = 0; i < f->text_count; i++)
        json_string(w, f->texts[i]);
    json_end_array(w);
    if (f->job.value) {
        json_key(w, STR("job"));
        json_raw(w, f->json);
    } else {
        json_text(w, "error", f->job.error);
    }
    if (f->job.value && origins) {
        n = show_leaves(f->effective, f->job.value, a, &leaves);
        json_key(w, STR("origins"));
        json_begin_array(w);
        for (size_t i = 0; i < n; i++)
            put_origin(f->effective, &leaves[i], a, w);
        json_end_array(w);
    }
    json_end_object(w);
}

void show_job_json(const struct show_job *j, const struct show_style *style, struct arena *a, struct json_writer *w)
{
    json_begin_object(w);
    json_text(w, "type", str_c(job_kind_name(j->kind)));
    json_text(w, "repo", j->repo);
    json_text(w, "name", j->name);
    json_text(w, "file", j->at.file);
    json_number(w, "line", j->at.span.line);
    json_text(w, "path", j->path);
    json_key(w, STR("by_version"));
    json_begin_array(w);
    for (size_t i = 0; i < j->form_count; i++)
        put_form(&j->forms[i], style->origins, a, w);
    json_end_array(w);
    json_end_object(w);
}
