/* Schedules: their bits, their words, and when they are active. */
#include "syntax/cron/cron.h"
#include "base/arena.h"
#include "syntax/cron/zone.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct cron parse(struct arena *a, const char *text)
{
    struct str error = STR("");
    struct cron c;

    if (cron_parse(str_c(text), a, &c, &error) != CRON_OK)
        fail_msg("%s: %.*s", text, STR_ARG(error));
    return c;
}

static void fields_become_bits(void **state)
{
    struct arena a = { 0 };
    /* The capital I with a dot is lowered to i. */
    struct cron c = parse(&a, "*/15 1-3,5 ? feb-apr,,12 fr\xC4\xB0,0");

    (void)state;
    assert_int_equal(c.second, 1);
    assert_int_equal(c.minute, UINT64_C(1) << 0 | UINT64_C(1) << 15 | UINT64_C(1) << 30 | UINT64_C(1) << 45);
    assert_int_equal(c.hour, 0x2E);
    assert_int_equal(c.day, CRON_STAR | 0xFFFFFFFE);
    assert_int_equal(c.month, 0x101C);
    assert_int_equal(c.weekday, 0x21);
    assert_true(str_eq(c.location, STR("Local")));
    c = parse(&a, "TZ=UTC  5/20 */1 0 1 1 *");
    assert_int_equal(c.second, UINT64_C(1) << 5 | UINT64_C(1) << 25 | UINT64_C(1) << 45);
    assert_int_equal(c.minute, CRON_STAR | ((UINT64_C(1) << 60) - 1));
    assert_true(str_eq(c.location, STR("UTC")));
    arena_free(&a);
}

static void descriptors_stand_for_fields(void **state)
{
    static const char *const PAIRS[][2] = {
        { "@yearly", "0 0 1 1 *" }, { "@annually", "0 0 1 1 *" }, { "@monthly", "0 0 1 * *" },
        { "@weekly", "0 0 * * 0" }, { "@daily", "0 0 * * *" },    { "@midnight", "0 0 * * *" },
        { "@hourly", "0 * * * *" },
    };
    struct arena a = { 0 };
    struct cron l, r;

    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        l = parse(&a, PAIRS[i][0]);
        r = parse(&a, PAIRS[i][1]);
        assert_true(l.second == r.second && l.minute == r.minute && l.hour == r.hour && l.day == r.day &&
                    l.month == r.month && l.weekday == r.weekday);
    }
    l = parse(&a, "@every 1h30m0.9s");
    assert_int_equal(l.every_ns, INT64_C(5400000000000));
    l = parse(&a, "@every -5h");
    assert_int_equal(l.every_ns, 1000000000);
    assert_int_equal(l.location.len, 0);
    arena_free(&a);
}

static void refusals_have_the_words_of_the_library(void **state)
{
    static const char *const CASES[][2] = {
        { "", "empty spec string" },
        { "* * * *", "expected 5 to 6 fields, found 4: [* * * *]" },
        { "  ", "expected 5 to 6 fields, found 0: []" },
        { "a b c d e f g", "expected 5 to 6 fields, found 7: [a b c d e f g]" },
        { "60 * * * *", "end of range (60) above maximum (59): 60" },
        { "* * 0 * *", "beginning of range (0) below minimum (1): 0" },
        { "* 5-1 * * *", "beginning of range (5) beyond end of range (1): 5-1" },
        { "*/0 * * * *", "step of range should be a positive number: */0" },
        { "*/-1 * * * *", "negative number (-1) not allowed: -1" },
        { "1-2-3 * * * *", "too many hyphens: 1-2-3" },
        { "1/2/3 * * * *", "too many slashes: 1/2/3" },
        { "H * * * *", "failed to parse int from H: strconv.Atoi: parsing \"H\": invalid syntax" },
        { "@reboot", "unrecognized descriptor: @reboot" },
        { "@every 5", "failed to parse duration @every 5: time: missing unit in duration \"5\"" },
        { "TZ=../x * * * * *", "provided bad location ../x: time: invalid location name" },
    };
    struct arena a = { 0 };
    struct str error;
    struct cron c;

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal(cron_parse(str_c(CASES[i][0]), &a, &c, &error), CRON_ERROR);
        if (!str_eq(error, str_c(CASES[i][1])))
            fail_msg("%s: %.*s", CASES[i][0], STR_ARG(error));
    }
    assert_int_equal(cron_parse(STR("CRON_TZ=UTC"), &a, &c, &error), CRON_PANIC);
    assert_true(str_has(error, STR("slice bounds out of range")));
    arena_free(&a);
}

static void next_activation_follows_the_calendar(void **state)
{
    static const struct {
        const char *cron;
        int64_t after, next;
    } CASES[] = {
        { "* * * * *", 0, 60 },
        { "* * * * * *", 0, 1 },
        { "0 0 * * *", 0, 86400 },
        { "0 0 * * *", -1, 0 },
        { "30 15 10 * * *", 10 * 3600 + 15 * 60 + 30, 86400 + 10 * 3600 + 15 * 60 + 30 },
        { "59 59 23 31 12 *", 0, 31535999 },
        { "0 0 29 2 *", 0, 68169600 },            /* 1972-02-29 */
        { "0 12 * * mon", 0, 4 * 86400 + 43200 }, /* 1970-01-01 was a Thursday */
        { "0 0 13 * fri", 0, 86400 },             /* either is enough without a star */
        { "0 0 1 * ?", 0, 31 * 86400 },
        { "0 9-17/4 * * 1-5", 34 * 3600, 37 * 3600 }, /* Friday 10:00 to 13:00 */
        { "@every 90s", 5, 95 },
    };
    struct arena a = { 0 };
    struct cron c;
    int64_t next;

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        c = parse(&a, CASES[i].cron);
        assert_true(cron_next(&c, CASES[i].after, &next));
        if (next != CASES[i].next)
            fail_msg("%s after %" PRId64 ": %" PRId64, CASES[i].cron, CASES[i].after, next);
    }
    c = parse(&a, "0 0 30 2 *");
    assert_false(cron_next(&c, 0, &next));
    c = parse(&a, ", * * * *");
    assert_false(cron_next(&c, 0, &next));
    arena_free(&a);
}

static void shortest_interval_is_the_least_gap(void **state)
{
    static const struct {
        const char *cron;
        int64_t seconds;
    } CASES[] = {
        { "* * * * *", 60 },          { "* * * * * *", 1 },      { "*/7 * * * *", 240 },
        { "0 * * * *", 3600 },        { "0,59 * * * *", 60 },    { "0 0 * * *", 86400 },
        { "0 1,23 * * *", 7200 },     { "0 0 * * 1,3", 172800 }, { "0 0 1 * *", 28 * 86400 },
        { "0 0 1 1 *", 365 * 86400 }, { "0 0 30 2 *", 0 },       { "0 0 29 2 *", 1461 * 86400 },
        { "@every 5m", 300 },         { "0 0 1,31 * *", 86400 }, { "30 0 0 * * *", 86400 },
    };
    struct arena a = { 0 };
    struct cron c;

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        c = parse(&a, CASES[i].cron);
        if (cron_shortest_interval(&c) != CASES[i].seconds)
            fail_msg("%s: %" PRId64, CASES[i].cron, cron_shortest_interval(&c));
    }
    arena_free(&a);
}

static void longest_interval_is_the_widest_gap(void **state)
{
    static const struct {
        const char *cron;
        int64_t seconds;
    } CASES[] = {
        { "* * * * *", 60 },         { "* * * * * *", 1 },           { "*/7 * * * *", 420 },
        { "0,50 * * * *", 3000 },    { "0 1,23 * * *", 79200 },      { "0 3 * * 1-5", 3 * 86400 },
        { "0 0 1 * *", 31 * 86400 }, { "0 0 29 2 *", 1461 * 86400 }, { "0 0 30 2 *", 0 },
        { "@every 5m", 300 },        { "0 0 * 6 *", 337 * 86400 },   { "*/5 9-17 * * 1-5", 63 * 3600 + 300 },
        { "0,30 0 0 * * *", 86370 },
    };
    struct arena a = { 0 };
    struct cron c;

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        c = parse(&a, CASES[i].cron);
        if (cron_longest_interval(&c) != CASES[i].seconds)
            fail_msg("%s: %" PRId64, CASES[i].cron, cron_longest_interval(&c));
    }
    arena_free(&a);
}

/* A TZif file of version 0 with one type and one abbreviation. */
static const char TZIF[] = "TZif\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                           "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4"
                           "\0\0\0\0\0\0UTC";

static void write_file(const char *folder, const char *name, const char *bytes, size_t n)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void check_zone(struct arena *a, const char *const *folders, struct str name, enum zone_status want,
                       const char *words)
{
    struct str error = STR("");

    assert_int_equal(zone_check_in(folders, name, a, &error), want);
    if (want != ZONE_OK && !str_eq(error, str_c(words)))
        fail_msg("%.*s: %.*s", STR_ARG(name), STR_ARG(error));
}

static void zones_are_files_that_go_would_load(void **state)
{
    char folder[] = "/tmp/prowgate-zones-XXXXXX", path[256], long_name[400];
    const char *const folders[] = { folder, "/nonexistent", NULL }, *const none[] = { "/nonexistent", NULL };
    struct arena a = { 0 };

    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file(folder, "Here", TZIF, sizeof TZIF);
    write_file(folder, "Short", TZIF, sizeof TZIF - 2);
    write_file(folder, "Text", "Europe", 6);
    memset(long_name, 'x', sizeof long_name);
    check_zone(&a, folders, STR("Here"), ZONE_OK, "");
    check_zone(&a, none, STR("UTC"), ZONE_OK, "");
    check_zone(&a, none, STR("Local"), ZONE_OK, "");
    check_zone(&a, folders, STR("Short"), ZONE_BAD, "malformed time zone information");
    check_zone(&a, folders, STR("Text"), ZONE_BAD, "malformed time zone information");
    check_zone(&a, folders, STR("."), ZONE_BAD, "is a directory");
    check_zone(&a, folders, STR("Here/There"), ZONE_BAD, "not a directory");
    check_zone(&a, folders, STR("There"), ZONE_BAD, "unknown time zone There");
    check_zone(&a, folders, STR("/etc/localtime"), ZONE_BAD, "time: invalid location name");
    check_zone(&a, folders, STR("a..b"), ZONE_BAD, "time: invalid location name");
    check_zone(&a, folders, (struct str){ "Here\0", 5 }, ZONE_BAD, "invalid argument");
    check_zone(&a, folders, (struct str){ long_name, sizeof long_name }, ZONE_BAD, "file name too long");
    check_zone(&a, none, STR("Here"), ZONE_NO_DATABASE, "unknown time zone Here");
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, ((const char *const[]){ "Here", "Short", "Text" })[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(folder), 0);
    arena_free(&a);
}

static void zone_data_must_fit_together(void **state)
{
    char bytes[sizeof TZIF];

    (void)state;
    assert_true(zone_data_valid((struct str){ TZIF, sizeof TZIF }));
    for (size_t n = 0; n < sizeof TZIF - 1; n++)
        assert_false(zone_data_valid((struct str){ TZIF, n }));
    memcpy(bytes, TZIF, sizeof bytes);
    bytes[4] = '4'; /* version */
    assert_false(zone_data_valid((struct str){ bytes, sizeof bytes }));
    memcpy(bytes, TZIF, sizeof bytes);
    bytes[49] = 4; /* place of the abbreviation */
    assert_false(zone_data_valid((struct str){ bytes, sizeof bytes }));
    memcpy(bytes, TZIF, sizeof bytes);
    bytes[32] = '\xFF'; /* number of transitions */
    assert_false(zone_data_valid((struct str){ bytes, sizeof bytes }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_become_bits),
        cmocka_unit_test(descriptors_stand_for_fields),
        cmocka_unit_test(refusals_have_the_words_of_the_library),
        cmocka_unit_test(next_activation_follows_the_calendar),
        cmocka_unit_test(shortest_interval_is_the_least_gap),
        cmocka_unit_test(longest_interval_is_the_widest_gap),
        cmocka_unit_test(zones_are_files_that_go_would_load),
        cmocka_unit_test(zone_data_must_fit_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
