/* The recorded answers of robfig/cron. */
#include "harness/suite.h"

#include "syntax/cron/cron.h"
#include "syntax/scalar/goquote.h"

#include <stdlib.h>

static uint64_t bits(const json_t *schedule, const char *name)
{
    const char *text = json_string_value(json_object_get(schedule, name));

    return text ? strtoull(text, NULL, 16) : 0;
}

static bool same_schedule(const struct cron *c, const json_t *record)
{
    const json_t *schedule = json_object_get(record, "schedule");
    const char *location = json_string_value(json_object_get(schedule, "location"));

    return c->second == bits(schedule, "second") && c->minute == bits(schedule, "minute") &&
           c->hour == bits(schedule, "hour") && c->day == bits(schedule, "dom") &&
           c->month == bits(schedule, "month") && c->weekday == bits(schedule, "dow") &&
           c->every_ns == json_integer_value(json_object_get(record, "every_ns")) &&
           str_eq(c->location, str_c(location));
}

static enum cron_status recorded_status(const json_t *record)
{
    if (json_is_true(json_object_get(record, "ok")))
        return CRON_OK;
    return json_object_get(record, "panic") ? CRON_PANIC : CRON_ERROR;
}

static void run(struct suite *s, const json_t *record)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    enum cron_status want = recorded_status(record), status;
    struct str in = { NULL, 0 }, error = { NULL, 0 }, words = { NULL, 0 };
    struct cron c;

    suite_text(s, record, "input", &in);
    suite_text(s, record, want == CRON_PANIC ? "panic" : "error", &words);
    status = cron_parse(in, &s->arena, &c, &error);
    if (status == CRON_UNDECIDED && want != CRON_PANIC) {
        printf("SKIPPED: %s: %s: no time zone database\n", s->name, id);
        s->skipped++;
        return;
    }
    error = status == CRON_OK ? STR("") : error;
    suite_case(s, id, status == want && str_eq(error, words) && (status != CRON_OK || same_schedule(&c, record)),
               "status %d, want %d: %.*s", status, want, STR_ARG(go_quote(&s->arena, error)));
}

int main(void)
{
    struct suite s;
    json_t *file, *record;
    size_t i;

    suite_begin(&s, "cron suite", NULL);
    file = suite_json(&s, "suites/go-oracles/cron.json");
    json_array_foreach(json_object_get(file, "records"), i, record) run(&s, record);
    json_decref(file);
    return suite_end(&s);
}
