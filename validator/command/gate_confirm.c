#include "command/gate_confirm.h"

#include "command/duration_flag.h"
#include "command/fetch.h"
#include "command/project_file.h"
#include "command/sides.h"
#include "command/version.h"
#include "gate/comparison.h"
#include "gate/confirm.h"
#include "gate/seal_sign.h"
#include "syntax/scalar/duration.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000000000)

enum { LARGEST_FILE = 64 << 20, COMMAND_SECONDS = 60 };

/* The folder that a path leads to: of a file that is still to be made, the one that it will lie in. */
static char *folder_of(struct arena *a, struct str path)
{
    char *real = realpath(path.p, NULL);
    size_t slash = str_rfind_char(path, '/');

    if (real)
        return real;
    return realpath(slash == SIZE_MAX ? "." : slash == 0 ? "/" : arena_copy(a, str_slice(path, 0, slash)).p, NULL);
}

bool gate_lies_inside(struct arena *a, struct str path, struct str tree)
{
    char *root = realpath(tree.p, NULL);
    char *place = root ? folder_of(a, path) : NULL;
    bool inside = place && str_starts(str_c(place), str_c(root)) &&
                  (place[strlen(root)] == '/' || place[strlen(root)] == 0 || str_eq(str_c(root), STR("/")));

    free(root);
    free(place);
    return inside;
}

static bool read_project(struct confirm_options *o, struct arena *a, const struct args *args, struct str file)
{
    struct project p = { .root = "", .named = true };
    struct fs_error error;
    struct buf text = { 0 };
    struct fs_disk here;
    bool ok = fs_disk_open(&here, NULL, &error) && fs_read(&here.fs, file, LARGEST_FILE, &text, &error);

    if (!ok)
        command_fail(args, "--project: %.*s", STR_ARG(fs_error_text(&error, a)));
    else
        ok = project_file_read(&p, a, file.p, arena_copy(a, buf_str(&text)));
    *o = (struct confirm_options){ p.confirm.url, p.confirm.file, p.confirm.command, p.confirm.soak, false };
    buf_free(&text);
    return ok;
}

bool confirm_options_read(struct confirm_options *o, struct arena *a, const struct args *args)
{
    struct str file = args_text(args, "project", STR("")), tree = args_text(args, "after", STR(""));

    *o = (struct confirm_options){ .soak = 0 };
    if (file.len && !read_project(o, a, args, file))
        return false;
    if (file.len && tree.len && confirm_wanted(o) && gate_lies_inside(a, file, tree))
        *o = (struct confirm_options){ .from_tree = true };
    o->url = args_text(args, "confirm-url", o->url);
    o->file = args_text(args, "confirm-file", o->file);
    o->command = args_text(args, "confirm-command", o->command);
    return duration_flag(args, "soak", a, &o->soak);
}

bool confirm_wanted(const struct confirm_options *o)
{
    return o->url.len || o->file.len || o->command.len;
}

struct asking {
    struct arena *arena;
    const struct args *args;
    const struct confirm_options *options;
    const struct state *candidate, *good; /* good may be NULL */
    struct confirm_evidence *evidence;
    bool asked;
};

/* Several ways have to agree: what one contradicts no other confirms. */
static void take(struct asking *q, enum confirm_seen seen, enum confirm_health health, struct str words)
{
    struct confirm_evidence *e = q->evidence;
    static const int weight[] = { [SEEN_CANDIDATE] = 0, [SEEN_NOTHING] = 1, [SEEN_OLD] = 2, [SEEN_OTHER] = 3 };

    if (!q->asked || weight[seen] > weight[e->seen])
        e->seen = seen;
    if (!q->asked || health == HEALTH_BAD || (health == HEALTH_UNKNOWN && e->health == HEALTH_GOOD))
        e->health = health;
    e->words = ARENA_JOIN(q->arena, e->words, e->words.len ? STR("; ") : STR(""), words);
    q->asked = true;
}

static void ask_file(struct asking *q)
{
    static const char *const words[] = {
        [SEEN_NOTHING] = "holds what the candidate and the last known good have in common",
        [SEEN_OLD] = "holds what was good before",
        [SEEN_CANDIDATE] = "holds what the candidate brought",
        [SEEN_OTHER] = "holds nothing of either",
    };
    struct buf bytes = { 0 };
    struct fs_error error;
    struct fs_disk here;
    enum confirm_seen seen;

    if (!fs_disk_open(&here, NULL, &error) || !fs_read(&here.fs, q->options->file, LARGEST_FILE, &bytes, &error)) {
        take(q, SEEN_NOTHING, HEALTH_UNKNOWN, fs_error_text(&error, q->arena));
    } else {
        seen = confirm_file(buf_str(&bytes), q->candidate, q->good);
        take(q, seen, HEALTH_GOOD, ARENA_JOIN(q->arena, q->options->file, STR(" "), str_c(words[seen])));
    }
    buf_free(&bytes);
}

static void ask_command(struct asking *q)
{
    struct str error, words;
    int status;

    if (!command_status(q->arena, q->options->command, COMMAND_SECONDS * 1000, &status, &error)) {
        take(q, SEEN_NOTHING, HEALTH_UNKNOWN, error);
        return;
    }
    words = arena_printf(q->arena, "the command ended with status %d", status);
    if (status == 0)
        take(q, SEEN_CANDIDATE, HEALTH_GOOD, words);
    else if (status == 1)
        take(q, SEEN_OTHER, HEALTH_BAD, words);
    else
        take(q, SEEN_NOTHING, HEALTH_UNKNOWN, words);
}

/* Whether the page shows the same jobs, and the same rules of merging. */
static bool shows(const struct delta_side *saved, const struct delta_side *page)
{
    struct delta d;
    bool same;

    delta_init(&d, saved, page, &(struct delta_wish){ 0 });
    same = d.repo_count == 0 && !d.postsubmits.gone_count && !d.postsubmits.fresh_count &&
           !d.postsubmits.change_count && !d.periodics.gone_count && !d.periodics.fresh_count &&
           !d.periodics.change_count && !d.lost.count && !d.gained.count;
    for (size_t i = 0; i < d.merging.count && same; i++)
        same = d.merging.items[i].kind >= MERGING_TRIGGER; /* deck's page has no plugins */
    delta_free(&d);
    return same;
}

/* Prow quotes what would be read as a number. */
static struct str unquoted(struct str s)
{
    return s.len >= 2 && s.p[0] == '"' && s.p[s.len - 1] == '"' ? str_slice(s, 1, s.len - 1) : s;
}

/* "config_version_sha: ..." of the page; empty where it has none. */
static struct str page_sha(struct str page)
{
    struct str line;

    while (page.len) {
        str_cut(page, '\n', &line, &page);
        if (str_starts(line, STR("config_version_sha:")))
            return unquoted(str_trim(str_from(line, sizeof "config_version_sha:" - 1)));
    }
    return STR("");
}

/* Of a candidate that was a commit, "git:1a2b3c4": whether the page comes from it. */
static bool of_commit(const struct state *s, struct str sha)
{
    struct str commit = str_trim_prefix(s->name, STR("git:"));

    return sha.len && commit.len >= 7 && commit.len < s->name.len && str_starts(sha, commit);
}

static void weigh_page(struct asking *q, const struct delta_side *page, struct str sha)
{
    bool of_candidate = shows(&q->candidate->side, page), of_good = q->good && shows(&q->good->side, page);
    struct str url = fetch_shown(q->options->url), words;

    if (sha.len)
        url = ARENA_JOIN(q->arena, url, STR(" (config_version_sha "), sha, STR(")"));
    if (of_candidate && (!of_good || of_commit(q->candidate, sha)))
        take(q, SEEN_CANDIDATE, HEALTH_GOOD, ARENA_JOIN(q->arena, url, STR(" shows the candidate")));
    else if (of_candidate) {
        words = STR(" shows nothing of what the candidate changed: confirm it by a file or a command");
        take(q, SEEN_NOTHING, HEALTH_UNKNOWN, ARENA_JOIN(q->arena, url, words));
    } else if (of_good)
        take(q, SEEN_OLD, HEALTH_GOOD, ARENA_JOIN(q->arena, url, STR(" shows what was good before")));
    else
        take(q, SEEN_OTHER, HEALTH_GOOD,
             ARENA_JOIN(q->arena, url, STR(" shows neither the candidate nor what was good")));
}

static bool load_page(struct asking *q, struct opened_side *page)
{
    struct deployed_window window = { 0 };
    struct rule_settings all, narrow;
    struct deployed_window saved = { .components = q->candidate->deployed, .count = q->candidate->deployed_count };

    if (!opened_side_open(page, q->arena, q->args, q->options->url) || page->saved ||
        !deployed_window_add(&window, q->arena, &saved))
        return false;
    rule_settings_init(&all, q->arena, &window.window);
    narrow = comparison_settings(q->arena, &all);
    side_load(&page->side, &narrow, 1);
    return side_is_whole(&page->side, &page->side.findings);
}

/* http://host:port/healthz beside any page of that server. */
static void ask_health(struct asking *q)
{
    struct str url = q->options->url, host;
    size_t scheme = str_find(url, STR("://")), slash;
    struct fetch_answer answer = { .type = STR("") };
    struct fetch_options o;
    struct fetch_error error;

    if (scheme == SIZE_MAX || !fetch_flags(q->args, q->arena, &o))
        return;
    slash = str_find_char(str_from(url, scheme + 3), '/');
    host = slash == SIZE_MAX ? url : str_slice(url, 0, scheme + 3 + slash);
    host = ARENA_JOIN(q->arena, host, STR("/healthz"));
    o.any_answer = true; /* "OK" */
    if (command_fetch(q->args, host, &o, q->arena, &answer, &error))
        take(q, SEEN_CANDIDATE, HEALTH_GOOD, ARENA_JOIN(q->arena, host, STR(" answers")));
    else if (error.status >= 500)
        take(q, SEEN_CANDIDATE, HEALTH_BAD, ARENA_JOIN(q->arena, host, STR(": "), error.words));
    else
        take(q, SEEN_CANDIDATE, HEALTH_UNKNOWN, ARENA_JOIN(q->arena, host, STR(": "), error.words));
    buf_free(&answer.body);
}

static void ask_url(struct asking *q)
{
    struct opened_side page = { .open = false };

    if (load_page(q, &page))
        weigh_page(q, page.side.jobs, page_sha(buf_str(&page.source.bytes)));
    else
        take(q, SEEN_NOTHING, HEALTH_UNKNOWN,
             ARENA_JOIN(q->arena, fetch_shown(q->options->url), STR(" could not be read whole")));
    opened_side_close(&page);
    if (q->options->soak && q->options->command.len == 0)
        ask_health(q);
}

static void ask(struct asking *q)
{
    if (q->options->command.len)
        ask_command(q);
    if (q->options->file.len)
        ask_file(q);
    if (q->options->url.len)
        ask_url(q);
}

struct telling {
    const struct args *args;
    uint64_t generation;
    struct str told; /* what was said last, with its result */
    enum confirm_result result;
};

/* Before the last known good moves, and after it where that came out otherwise. */
static bool tell(void *context, enum confirm_result r, struct str detail)
{
    struct telling *t = context;

    if (t->told.p && t->result == r && str_eq(t->told, detail))
        return true;
    clearerr(stdout); /* a server tells more than once */
    errno = 0;
    printf("%s: candidate generation %llu: %.*s\n", confirm_result_name(r), (unsigned long long)t->generation,
           STR_ARG(detail));
    if (fflush(stdout) != 0 || ferror(stdout)) {
        command_fail(t->args, "standard output: %s", strerror(errno ? errno : EIO));
        return false;
    }
    t->result = r;
    t->told = detail;
    return true;
}

static enum exit_status conclude(struct telling *t, enum confirm_result r, struct str detail, bool quiet)
{
    static const enum exit_status statuses[] = {
        [CONFIRM_YES] = EXIT_PASS, [CONFIRM_NO] = EXIT_REJECT, [CONFIRM_NOT_YET] = EXIT_UNDECIDED
    };

    if ((!quiet || r != CONFIRM_NOT_YET) && !tell(t, r, detail))
        return EXIT_UNDECIDED;
    return statuses[r];
}

static enum exit_status step(struct arena *a, const struct args *args, const struct confirm_options *o,
                             struct state_dir *d, bool quiet)
{
    struct confirm_evidence evidence = { .words = STR("") };
    struct state candidate, good;
    struct asking q = { .arena = a, .args = args, .options = o, .candidate = &candidate, .evidence = &evidence };
    struct confirm_wish wish = { .generation = state_dir_candidate(d),
                                 .now = (int64_t)time(NULL),
                                 .soak = (o->soak + SECOND - 1) / SECOND,
                                 .keep = args_number(args, "keep", STATE_KEEP),
                                 .tool = "prowgate " PROWGATE_VERSION,
                                 .tell = tell };
    struct telling t = { .args = args, .generation = wish.generation };
    enum exit_status status;
    enum confirm_result r;
    enum gate_state state;
    struct str why;

    state = state_dir_load(d, &good, &why);
    if (state == GATE_STATE_DAMAGED)
        return command_fail(args, "%.*s", STR_ARG(why));
    q.good = state == GATE_STATE_INTACT ? &good : NULL;
    if (wish.generation == 0) {
        if (!quiet)
            printf("confirmed: %.*s, and no candidate waits\n", STR_ARG(why));
        status = q.good ? EXIT_PASS : EXIT_UNDECIDED;
    } else if (!state_dir_load_candidate(d, wish.generation, &candidate, &why)) {
        status = command_fail(args, "%.*s", STR_ARG(why));
    } else {
        ask(&q);
        wish.context = &t;
        r = confirm_step(d, &wish, &evidence, &why);
        status = conclude(&t, r, why, quiet);
        state_free(&candidate);
    }
    if (q.good)
        state_free(&good);
    return status;
}

enum exit_status gate_confirm(struct arena *a, const struct args *args, bool quiet)
{
    struct str path = args_text(args, "state", STR("")), why;
    struct confirm_options o;
    enum exit_status status;
    struct state_dir d;

    if (path.len == 0)
        return command_fail(args, "--confirm needs --state, the folder with the candidate");
    if (!confirm_options_read(&o, a, args))
        return EXIT_UNDECIDED;
    if (!confirm_wanted(&o))
        return command_fail(args,
                            "--confirm has nobody to ask: give --confirm-url, --confirm-file or --confirm-command, or "
                            "gate: { confirm: {...} } in a file that is named by --project");
    if (!state_dir_open(&d, path, true, args_number(args, "lock-wait", 0) * 1000, &why))
        status = command_fail(args, "%.*s", STR_ARG(why));
    else
        status = step(a, args, &o, &d, quiet);
    state_dir_close(&d);
    return status;
}
