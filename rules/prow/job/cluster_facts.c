#include "rules/prow/job/cluster_facts.h"

#include "base/nearest.h"
#include "prow/jobs/job_report.h"

/* A name on the list that is most like this one, for "did you mean". */
static struct str nearest(const struct fact_list *list, struct str name)
{
    struct str best = STR("");
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < list->count; i++)
        if (nearest_better(name, list->items[i].name, &least))
            best = list->items[i].name;
    return best;
}

bool cluster_unknown_report(struct check *c, const struct job *j)
{
    const struct fact_list *clusters = &j->config->facts->clusters;
    struct str near, file = j->config->facts->cluster_file;

    if (!clusters->known || fact_find(clusters, j->cluster))
        return false;
    near = nearest(clusters, j->cluster);
    job_report(c, j, "cluster", "job %.*s runs on cluster \"%.*s\", which is not among those of %.*s%s%.*s%s",
               STR_ARG(j->name), STR_ARG(j->cluster), STR_ARG(file), near.len ? "; did you mean \"" : "", STR_ARG(near),
               near.len ? "\"?" : "");
    return true;
}

void cluster_file_report(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "plank.build_cluster_status_file");
    const struct fact_error *e = &t->facts.clusters.error;

    setting_report(c, &s, setting_place(&s), "the list of build clusters can't be used: %.*s", STR_ARG(e->reason));
    if (e->at.span.line)
        also(c, e->at, "it is no JSON object of statuses from here on");
    if (e->at.span.line)
        prow_says(c, "error unmarshalling build cluster status file");
    else if (str_starts(e->reason, STR("read ")))
        prow_says(c, "error reading build cluster status file: %.*s", STR_ARG(e->reason));
    else
        prow_says(c, "error opening build cluster status file for reading: %.*s", STR_ARG(e->reason));
}
