#include "rules/prow/job/schedule.h"

#include "base/quote.h"
#include "schema/behaviour.h"
#include "syntax/scalar/duration.h"

const char *schedule_minimum_field(const struct window *w)
{
    if (behaviour_may_hold(w, BEHAVIOUR_PERIODIC_MINIMUM_INTERVAL))
        return "minimum_interval";
    return behaviour_may_hold(w, BEHAVIOUR_PERIODIC_MINIMUN_INTERVAL) ? "minimun_interval" : NULL;
}

bool schedule_minimum_is_known(const struct window *w)
{
    return behaviour_holds(w, BEHAVIOUR_PERIODIC_MINIMUM_INTERVAL) ||
           behaviour_holds(w, BEHAVIOUR_PERIODIC_MINIMUN_INTERVAL);
}

bool schedule_is_checked(const struct job *j)
{
    return j->kind == PERIODIC && j->list.len == 0;
}

void schedule_check_duration(struct check *c, const struct job *j, const char *field, const struct node *value,
                             struct str path, const char *label)
{
    struct str text = preset_label_value(j->arena, value), error;
    int64_t ns;

    if (duration_parse(text, &ns, j->arena, &error))
        return;
    if (text.len)
        job_report_at(c, j, prow_place(j->file, value), path,
                      "%.*s \"%.*s\" of periodic %.*s is no duration as Go writes them, such as 90m or 1h30m",
                      STR_ARG(path), STR_ARG(text), STR_ARG(j->name));
    else
        job_report_at(c, j, job_field_place(j, field), path,
                      "%s of periodic %.*s needs an interval between attempts, such as 10m", field, STR_ARG(j->name));
    job_says(c, j, "cannot parse %s for %.*s: %.*s", label, STR_ARG(j->name), STR_ARG(error));
}

/* Version 2 of the library starts its messages with a capital, and counts fields in other words. */
static struct str in_older_words(struct arena *a, struct str line, struct str error)
{
    static const struct str counted = STR_INIT("expected 5 to 6 fields, found ");

    if (str_starts(error, counted)) {
        struct str number = str_slice(error, counted.len, str_find_char(error, ':'));
        if (str_starts(line, STR("TZ=")))
            line = str_trim(str_from(line, str_find_char(line, ' ')));
        return ARENA_JOIN(a, STR("Expected 5 or 6 fields, found "), number, STR(": "), line);
    }
    if (error.len == 0 || error.p[0] < 'a' || error.p[0] > 'z')
        return error;
    return arena_printf(a, "%c%.*s", error.p[0] - 'a' + 'A', STR_ARG(str_from(error, 1)));
}

/* To version 2, CRON_TZ= is the first field. */
static enum cron_status refuse_zone(struct arena *a, struct str line, struct str *error)
{
    struct str rest = line, field;
    size_t fields = 0, end = 0;

    while ((rest = str_trim(rest)).len) {
        for (end = 0; end < rest.len && rest.p[end] != ' ' && rest.p[end] != '\t';)
            end++;
        if (fields++ == 0)
            field = str_slice(rest, 0, end);
        rest = str_from(rest, end);
    }
    if (fields != 5 && fields != 6) {
        *error = arena_printf(a, "Expected 5 or 6 fields, found %zu: %.*s", fields, STR_ARG(line));
        return CRON_ERROR;
    }
    for (end = 0; end < field.len && field.p[end] != ',' && field.p[end] != '/' && field.p[end] != '-';)
        end++;
    field = str_slice(field, 0, end);
    *error = arena_printf(a, "Failed to parse int from %.*s: strconv.Atoi: parsing %.*s: invalid syntax",
                          STR_ARG(field), STR_ARG(arena_quote(a, field)));
    return CRON_ERROR;
}

enum cron_status schedule_parse_cron(const struct window *w, struct arena *a, struct str line, struct str *error)
{
    struct cron cron;
    enum cron_status status = cron_parse(line, a, &cron, error);

    if (behaviour_holds(w, BEHAVIOUR_CRON_V3))
        return status;
    if (str_starts(line, STR("CRON_TZ=")))
        return refuse_zone(a, line, error);
    if (status == CRON_PANIC) {
        *error = STR("runtime error: slice bounds out of range [:-1]");
        return CRON_ERROR;
    }
    if (status == CRON_ERROR && str_starts(*error, STR("step of range should be a positive number"))) {
        *error = STR("");
        return CRON_PANIC;
    }
    if (status == CRON_ERROR)
        *error = in_older_words(a, line, *error);
    return status;
}
