#include "base/ascii.h"
#include "rules/prow/job/schedule.h"

enum { LONGEST = 400, MOST_TIMES = 8, HOUR = 60 * 60, DAY = 24 * HOUR, ANY_MINUTE = 60 };

/* A clock time in the comment. */
struct clock {
    unsigned hour, minute;
    bool utc;
};

/* What a comment says, in small letters. */
struct remark {
    struct str text;
    struct clock times[MOST_TIMES];
    size_t count;
    bool elsewhere; /* it speaks of another time zone, too */
};

static bool has_word(struct str text, const char *word)
{
    struct str w = str_c(word);

    for (size_t i = 0; i + w.len <= text.len; i++)
        if (str_eq(str_slice(text, i, i + w.len), w) && (i == 0 || !is_letter(text.p[i - 1])) &&
            (i + w.len == text.len || !is_letter(text.p[i + w.len])))
            return true;
    return false;
}

/* The comment behind the value, on its line. */
static struct str comment_behind(struct arena *a, const struct job *j, const struct node *value)
{
    struct str rest = str_from(j->file->tape.source, value->end), line, after;
    char *small;

    str_cut(rest, '\n', &line, &after);
    line = str_trim(line);
    if (!str_starts(line, STR("#")) || line.len > LONGEST)
        return STR("");
    small = ARENA_ARRAY(a, char, line.len);
    for (size_t i = 0; i < line.len; i++)
        small[i] = line.p[i] >= 'A' && line.p[i] <= 'Z' ? (char)(line.p[i] | 0x20) : line.p[i];
    return (struct str){ small, line.len };
}

static unsigned number_at(struct str s, size_t *i)
{
    unsigned n = 0;

    for (; *i < s.len && is_digit(s.p[*i]) && n < 100; ++*i)
        n = n * 10 + (unsigned)(s.p[*i] - '0');
    return n;
}

/* Takes " pm", "am" where it stands at i. */
static char half_at(struct str s, size_t *i)
{
    size_t k = *i + (*i < s.len && s.p[*i] == ' ');

    if (k + 2 > s.len || (s.p[k] != 'a' && s.p[k] != 'p') || s.p[k + 1] != 'm' ||
        (k + 2 < s.len && is_letter(s.p[k + 2])))
        return 0;
    *i = k + 2;
    return s.p[k];
}

static bool is_utc_at(struct str s, size_t i)
{
    struct str rest = str_from(s, i + (i < s.len && s.p[i] == ' '));

    return str_starts(rest, STR("utc")) ||
           (str_starts(rest, STR("gmt")) && !str_starts(rest, STR("gmt+")) && !str_starts(rest, STR("gmt-")));
}

/* 7:05, 07:05 PM, 7am; *i is behind it then. */
static bool read_clock(struct str s, size_t *i, struct clock *t)
{
    size_t start = *i;
    char half;

    *t = (struct clock){ .minute = ANY_MINUTE };
    t->hour = number_at(s, i);
    if (*i + 2 < s.len && s.p[*i] == ':' && is_digit(s.p[*i + 1]) && is_digit(s.p[*i + 2])) {
        ++*i;
        t->minute = number_at(s, i);
    } else if (*i < s.len && s.p[*i] == ':') {
        return false;
    }
    half = half_at(s, i);
    if ((t->minute == ANY_MINUTE && !half) ||
        (start > 0 && (is_letter(s.p[start - 1]) || strchr(":.-+", s.p[start - 1]))))
        return false;
    if (half && t->hour <= 12)
        t->hour = t->hour % 12 + (half == 'p' ? 12 : 0);
    t->utc = is_utc_at(s, *i);
    return t->hour < 24 && (t->minute < 60 || t->minute == ANY_MINUTE);
}

static void read_remark(struct remark *r)
{
    static const char *const zones[] = { "pst",     "pdt", "pt",  "pacific", "est", "edt",  "et",
                                         "eastern", "cst", "cdt", "mst",     "mdt", "cet",  "cest",
                                         "central", "ist", "jst", "bst",     "kst", "local" };

    for (size_t i = 0; i < r->text.len && r->count < MOST_TIMES;)
        if (!is_digit(r->text.p[i]))
            i++;
        else if (read_clock(r->text, &i, &r->times[r->count]))
            r->count++;
    if (r->count == 0)
        return;
    for (size_t i = 0; i < COUNT_OF(zones); i++)
        r->elsewhere = r->elsewhere || has_word(r->text, zones[i]);
    r->elsewhere = r->elsewhere || str_has(r->text, STR("gmt+")) || str_has(r->text, STR("gmt-")) ||
                   str_has(r->text, STR("utc+")) || str_has(r->text, STR("utc-"));
}

static bool is_due(const struct cron *cron, const struct clock *t)
{
    return cron->hour >> t->hour & 1 && (t->minute == ANY_MINUTE || cron->minute >> t->minute & 1);
}

/* The time of Prow's clock that the comment names and the schedule has not; NULL where it has one of them, or none is named. */
static const struct clock *wrong_time(const struct remark *r, const struct cron *cron)
{
    const struct clock *wrong = NULL;
    bool utc = false;

    for (size_t i = 0; i < r->count; i++)
        utc = utc || r->times[i].utc;
    for (size_t i = 0; i < r->count; i++) {
        if (utc ? !r->times[i].utc : r->elsewhere)
            continue;
        if (is_due(cron, &r->times[i]))
            return NULL;
        wrong = wrong ? wrong : &r->times[i];
    }
    return wrong;
}

/* How often the comment says that it runs, in seconds; 0 where it does not. */
static int64_t said_interval(const struct remark *r)
{
    static const char *const numbers[] = { "other", "two",   "three", "four",   "five", "six",
                                           "seven", "eight", "nine",  "twelve", "half" };
    static const int values[] = { 2, 2, 3, 4, 5, 6, 7, 8, 9, 12, 0 };
    size_t at = str_find(r->text, STR("every "));
    struct str rest = at == SIZE_MAX ? STR("") : str_from(r->text, at + STR("every ").len);
    int64_t n = 1;
    size_t i = 0;

    for (size_t k = 0; k < COUNT_OF(numbers); k++)
        if (str_starts(rest, str_c(numbers[k]))) {
            n = values[k];
            i = strlen(numbers[k]);
        }
    if (rest.len && is_digit(rest.p[0])) {
        n = number_at(rest, &i);
        if (i + 2 <= rest.len && is_letter(rest.p[i]) &&
            (str_starts(str_from(rest, i), STR("nd")) || str_starts(str_from(rest, i), STR("rd")) ||
             str_starts(str_from(rest, i), STR("th"))))
            i += 2;
    }
    i += i < rest.len && (rest.p[i] == ' ' || rest.p[i] == '-');
    rest = str_from(rest, i < rest.len ? i : rest.len);
    if (str_starts(rest, STR("hour")) ||
        (n > 1 && str_eq(str_slice(rest, 0, 1), STR("h")) && (rest.len == 1 || !is_letter(rest.p[1]))))
        return n * HOUR;
    return str_starts(rest, STR("min")) ? n * 60 : 0;
}

/* Whether two times of a field, one after the other, are so far apart; *least is the least distance, 0 for a field with one. */
static bool has_step(uint64_t field, int64_t values, int64_t step, int64_t *least)
{
    int64_t last = -1;
    bool has = false;

    *least = 0;
    for (int64_t i = 0; i < values; i++) {
        if (!(field >> i & 1))
            continue;
        has = has || (last >= 0 && i - last == step);
        *least = last >= 0 && (*least == 0 || i - last < *least) ? i - last : *least;
        last = i;
    }
    return has;
}

/* Whether the schedule runs at this interval within a day, were it only sometimes; *is: its shortest one there. */
static bool runs_every(const struct cron *cron, int64_t said, int64_t *is)
{
    int64_t minutes, hours;
    bool by_minutes = has_step(cron->minute, HOUR / 60, said / 60, &minutes);
    bool by_hours = has_step(cron->hour, DAY / HOUR, said / HOUR, &hours);

    *is = minutes ? minutes * 60 : hours ? hours * HOUR : DAY;
    return said < HOUR ? by_minutes : by_hours || (said == DAY && hours == 0);
}

static void tell(struct check *c, const struct job *j, struct str message)
{
    job_report(c, j, "cron", "cron \"%.*s\" of periodic %.*s is due %.*s", STR_ARG(node_text(job_get(j, STR("cron")))),
               STR_ARG(j->name), STR_ARG(message));
}

static struct str length(struct arena *a, int64_t seconds)
{
    bool hours = seconds % HOUR == 0;
    long long n = seconds / (hours ? HOUR : 60);

    return arena_printf(a, "%lld %s%s", n, hours ? "hour" : "minute", n == 1 ? "" : "s");
}

static const char *time_words(struct arena *a, const struct clock *t)
{
    return t->minute == ANY_MINUTE ? arena_printf(a, "at no time in hour %u", t->hour).p
                                   : arena_printf(a, "not at %02u:%02u", t->hour, t->minute).p;
}

static void compare(struct check *c, const struct job *j, const struct remark *r, const struct cron *cron)
{
    int64_t said = said_interval(r), is;
    const struct clock *t = has_word(r->text, "except") ? NULL : wrong_time(r, cron);
    bool holds = runs_every(cron, said, &is);

    if (said && !holds)
        tell(c, j,
             arena_printf(j->arena, "every %.*s, and the comment beside it says every %.*s",
                          STR_ARG(length(j->arena, is)), STR_ARG(length(j->arena, said))));
    else if (t)
        tell(c, j,
             arena_printf(j->arena, "%s, which the comment beside it says%s", time_words(j->arena, t),
                          t->utc ? ""
                                 : "; Prow reads schedules in UTC, so where that is meant for another zone, say "
                                   "which"));
    else if (!said && is < HOUR && r->count == 0 &&
             (has_word(r->text, "everyday") || has_word(r->text, "daily") || str_has(r->text, STR("every day"))))
        tell(c, j,
             arena_printf(j->arena, "every %.*s, and the comment beside it says every day",
                          STR_ARG(length(j->arena, is))));
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *value = j->kind == PERIODIC ? job_get(j, STR("cron")) : NULL;
    struct remark r = { 0 };
    struct cron cron;
    struct str error;

    if (!value || node_kind(value) != NODE_STRING || !schedule_is_checked(j))
        return;
    r.text = comment_behind(j->arena, j, value);
    if (r.text.len == 0 || cron_parse(node_text(value), j->arena, &cron, &error) != CRON_OK || cron.every_ns ||
        !str_eq(cron.location, STR("Local")))
        return;
    read_remark(&r);
    compare(c, j, &r, &cron);
}

const struct rule rule_periodic_cron_comment = {
    .id = "periodic-cron-comment",
    .summary = "A comment beside a schedule says what the schedule does.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .job = check_job,
};
