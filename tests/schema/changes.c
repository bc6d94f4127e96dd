/* The tables of versions and behaviours against the facts they are made from: ../shared/facts/prow. */
#include "harness/suite.h"

#include "schema/behaviour.h"
#include "schema/mainline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *text(const json_t *j, const char *key)
{
    return json_string_value(json_object_get(j, key));
}

static long long seconds(const char *utc)
{
    struct tm tm = { 0 };
    char *rest = strptime(utc, "%Y-%m-%dT%H:%M:%SZ", &tm);

    return rest && *rest == '\0' ? (long long)timegm(&tm) : -1;
}

static bool is_class(enum behaviour_class got, const char *want)
{
    static const char *const names[] = { "LOOSENED", "TIGHTENED", "BOTH", "SILENT" };

    return strcmp(names[got], want) == 0;
}

static bool is_where(enum behaviour_where got, const char *want)
{
    static const char *const names[] = { "load", "plugins", "inrepo", "cc", "peribolos", "owners", "run" };

    return strcmp(names[got], want) == 0;
}

static bool is_change(const struct behaviour_info *b, const json_t *change)
{
    const struct mainline_commit *c = &mainline[b->since];

    return b->class != CLASS_WORDS && b->class != CLASS_FORM && c->time == seconds(text(change, "date")) &&
           c->commit == strtoull(text(change, "commit"), NULL, 16) && is_class(b->class, text(change, "class")) &&
           is_where(b->where, text(change, "where")) && str_eq(b->subject, str_c(text(change, "subject")));
}

/* Every change of the facts is a behaviour, each its own, in the order of the facts. There are more behaviours than
 * changes: what only reads otherwise, what is loaded in another form, and what only recordings of real programs show. */
static void run_changes(struct suite *s)
{
    json_t *facts = suite_json(s, "facts/prow/validation-changes.json"), *change;
    size_t i, b = 0;

    json_array_foreach(json_object_get(facts, "changes"), i, change)
    {
        struct str id = arena_printf(&s->arena, "change %zu", i + 1);
        size_t at = b;
        while (at < BEHAVIOUR_COUNT && !is_change(&behaviours[at], change))
            at++;
        suite_case(s, id.p, at < BEHAVIOUR_COUNT, "no behaviour of %s at %s", text(change, "subject"),
                   text(change, "date"));
        b = at < BEHAVIOUR_COUNT ? at + 1 : b;
    }
    json_decref(facts);
}

static void run_line(struct suite *s, const char *line, uint32_t position)
{
    char repo[16] = "", commit[16] = "", utc[32] = "";
    unsigned long seq = 0, pull = 0;
    struct str id = arena_printf(&s->arena, "commit %u", position);
    bool same = sscanf(line, "%lu,%15[^,],%15[^,],%31[^,],%lu", &seq, repo, commit, utc, &pull) >= 4 &&
                position < mainline_count && seq == position;

    same = same && mainline[position].commit == strtoull(commit, NULL, 16) && mainline[position].pull == pull &&
           mainline[position].time == seconds(utc) && (strcmp(repo, "prow") == 0) == (position >= mainline_moved);
    suite_case(s, id.p, same, "%s", line);
}

static void run_mainline(struct suite *s)
{
    FILE *f = fopen(suite_source(s, "schemas/prow/mainline.csv"), "r");
    char *line = NULL;
    size_t cap = 0;
    uint32_t n = 0;

    if (!f) {
        suite_case(s, "mainline.csv", false, "%s", "can't be read");
        return;
    }
    if (getline(&line, &cap, f) > 0)
        for (; getline(&line, &cap, f) > 0; n++)
            run_line(s, line, n);
    suite_case(s, "commits", n == mainline_count, "%u lines, %u commits", n, mainline_count);
    free(line);
    fclose(f);
}

int main(void)
{
    struct suite s;

    suite_begin(&s, "version tables", NULL);
    run_changes(&s);
    run_mainline(&s);
    return suite_end(&s);
}
