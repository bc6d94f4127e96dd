#include "base/ascii.h"
#include "rules/prow/job/pod.h"

enum { LONGEST_LABEL = 63 };

/* A label of a DNS name (RFC 1123), which the API server wants. */
static bool is_dns_label(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool small = is_digit(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'z');
        if (!small && (s.p[i] != '-' || i == 0 || i + 1 == s.len))
            return false;
    }
    return s.len > 0 && s.len <= LONGEST_LABEL;
}

static const char advice[] =
    "the API server takes small letters, digits and \"-\", at most 63 of them, and refuses the "
    "pod, so every run ends in error";

static void look(struct check *c, const struct pod_entry *e)
{
    if (e->item->preset || e->name.len == 0 || is_dns_label(e->name))
        return;
    pod_report(c, e, "name", "\"%.*s\" is no name for a volume of job %.*s: %s", STR_ARG(e->name),
               STR_ARG(e->job->name), advice);
}

static void check_job(struct check *c, const struct job *j)
{
    pod_each(c, j, POD_VOLUMES, look);
}

static void check_preset(struct check *c, const struct prow_file *f, const struct node *preset)
{
    const struct node *volumes = node_field(preset, STR("volumes"));

    for (const struct node *v = node_first(volumes); v; v = node_next(volumes, v)) {
        const struct node *name = node_field(node_value(v), STR("name"));
        struct str text = text_or_empty(name);
        if (text.len == 0 || is_dns_label(text))
            continue;
        report(c, prow_place(f, name),
               "\"%.*s\" is no name for a volume, and so not for one of each job that gets this preset: %s",
               STR_ARG(text), advice);
    }
}

static void check_file(struct check *c, const struct prow_file *f)
{
    const struct node *presets = f->role == ROLE_PLUGINS || f->role == ROLE_SUPPLEMENTAL_PLUGINS
                                     ? NULL
                                     : node_field(f->tape.root, STR("presets"));

    for (const struct node *p = node_first(presets); p; p = node_next(presets, p))
        check_preset(c, f, node_value(p));
}

const struct rule rule_pod_volume_name = {
    .id = "pod-volume-name",
    .summary = "The name of a volume is one that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
    .file = check_file,
};
