#include "base/ascii.h"
#include "rules/prow/job/schedule.h"

enum { FIELDS = 6, HOURS = 24, MINUTES = 60 };

/* The fields of a line that no time zone stands before. */
struct line {
    struct str text, fields[FIELDS];
    size_t count; /* FIELDS + 1: more than there can be */
};

static struct line split(struct str text)
{
    struct line l = { .text = text };

    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && text.p[i] != ' ' && text.p[i] != '\t')
            i++;
        if (i > start && l.count < FIELDS)
            l.fields[l.count] = str_slice(text, start, i);
        l.count += i > start && l.count <= FIELDS;
        while (i < text.len && (text.p[i] == ' ' || text.p[i] == '\t'))
            i++;
    }
    return l;
}

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.p[i]))
            return false;
    return s.len > 0;
}

static size_t bits(uint64_t field, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < most; i++)
        n += field >> i & 1;
    return n;
}

/* A list that a blank cut in two: "0 22, 12 * * *". */
static bool is_cut(const struct line *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (str_ends(l->fields[i], STR(",")) || str_starts(l->fields[i], STR(",")))
            return true;
    return false;
}

static void check_six(struct check *c, const struct job *j, const struct line *l)
{
    struct str days = l->fields[5];
    bool quartz = str_eq(l->fields[3], STR("?")) || str_eq(days, STR("?"));

    if (is_cut(l))
        job_report(c, j, "cron",
                   "cron \"%.*s\" of periodic %.*s has six fields, as a blank cuts a list in two: it is read as second "
                   "%.*s, minute %.*s, hour %.*s",
                   STR_ARG(l->text), STR_ARG(j->name), STR_ARG(l->fields[0]), STR_ARG(l->fields[1]),
                   STR_ARG(l->fields[2]));
    else if (quartz && (str_starts(days, STR("2-6")) || str_eq(days, STR("2,3,4,5,6"))))
        job_report(c, j, "cron",
                   "days %.*s in cron \"%.*s\" of periodic %.*s are Tuesday to Saturday: Prow counts from Sunday as 0, "
                   "Quartz, whose form this is, from Sunday as 1; Monday to Friday is 1-5",
                   STR_ARG(days), STR_ARG(l->text), STR_ARG(j->name));
    else if (!is_number(l->fields[0]))
        job_report(c, j, "cron",
                   "cron \"%.*s\" of periodic %.*s has six fields, the first for seconds: it is due several times a "
                   "minute, and horologium looks once a minute",
                   STR_ARG(l->text), STR_ARG(j->name));
}

/* A star for the minute beside some hours. Who wants a job to run all the time restricts no hour. */
static void check_minutes(struct check *c, const struct job *j, const struct line *l, const struct cron *cron)
{
    size_t hours = bits(cron->hour, HOURS);

    if (bits(cron->minute, MINUTES) < MINUTES || hours == HOURS)
        return;
    job_report(c, j, "cron",
               "cron \"%.*s\" of periodic %.*s is due in every minute of %zu hour%s of the day, and starts again "
               "whenever the last run is over; say in which minute, as in \"0 %.*s\"",
               STR_ARG(l->text), STR_ARG(j->name), hours, str_plural(hours),
               STR_ARG(str_from(l->text, (size_t)(l->fields[1].p - l->text.p))));
}

static void check_job(struct check *c, const struct job *j)
{
    struct line l = split(preset_label_value(j->arena, job_field(j, "cron")));
    struct cron cron;
    struct str error;

    if (!schedule_is_checked(j) || (l.count != FIELDS && l.count != FIELDS - 1) ||
        cron_parse(l.text, j->arena, &cron, &error) != CRON_OK || cron.every_ns || str_has(l.text, STR("TZ=")))
        return;
    if (l.count == FIELDS)
        check_six(c, j, &l);
    else
        check_minutes(c, j, &l, &cron);
}

const struct rule rule_periodic_cron_doubtful = {
    .id = "periodic-cron-doubtful",
    .summary = "The cron line of a periodic is not one of those that people write when they mean another.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
