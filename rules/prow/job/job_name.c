#include "rules/prow/job/job_name.h"

#include "prow/jobs/job_report.h"

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

bool job_name_valid(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_char(name.p[i]))
            return false;
    return name.len > 0;
}

bool job_name_valid_jenkins(struct str name)
{
    if (name.len == 0 || !is_name_char(name.p[0]))
        return false;
    for (size_t i = 1; i < name.len; i++)
        if (!is_name_char(name.p[i]) && name.p[i] != '/')
            return false;
    return name.len == 1 || (name.p[name.len - 1] != '.' && name.p[name.len - 1] != '/');
}

void job_name_report(struct check *c, const struct job *j, const char *allowed, const char *regex)
{
    if (j->name.len)
        report(c, job_place(j, STR("name")), "job name \"%.*s\" may hold only %s", STR_ARG(j->name), allowed);
    else
        report(c, job_place(j, STR("name")), "this %s needs a name of %s", job_kind_name(j->kind), allowed);
    at_path(c, "%.*s", STR_ARG(job_path(j->arena, j, STR("name"))));
    job_invalid(c, j, "name: must match regex \"%s\"", regex);
}
