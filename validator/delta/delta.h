/* delta: what the change from one configuration to another does. First what status-reconciler does on open pull
 * requests, exactly as it decides (fact sheet 7.2): it triggers the added, retires the context of the retired, moves
 * the status of the migrated. Behind it our own view: what became of a retired job, and what else changed for people.
 *
 * For rules: a rule with the callback `delta` is called once with all of this. What it needs:
 *   d->repos                  the repos in which anything happens, by name; repos[i].retired and the like
 *   r->retired[k].fate        FATE_PLAIN are those that limits count; first_of_name counts names, not variants
 *   d->totals                 sums, over the whole configuration
 *   d->before, d->after       both sides; every repo with how many presubmits it has: delta_side_repo(d->before, name)
 *   d->before->presets, ...   presets of both sides; delta_job.presets says which a job gets
 *   job->at                   where to report: in AFTER's file for what is new or changed, in BEFORE's for what is gone
 * Both sides outlive the delta; all else lives in its arena. */
#ifndef DELTA_DELTA_H
#define DELTA_DELTA_H

#include "delta/ack.h"
#include "delta/lost_list.h"
#include "delta/merging_change.h"
#include "delta/pipelines.h"
#include "delta/reconciler_flags.h"
#include "delta/side.h"
#include "schema/version.h"

/* Why status-reconciler triggers a presubmit on open pull requests. */
enum delta_cause {
    CAUSE_NEW,     /* no old presubmit of the repo has its name */
    CAUSE_REPORTS, /* the first old one of its name had skip_report */
    CAUSE_FILES,   /* its run_if_changed or skip_if_only_changed differs from that of the first old one */
};

struct delta_added {
    const struct delta_job *job;
    enum delta_cause cause;
    const struct delta_job *before; /* the first old one of its name; NULL for CAUSE_NEW */
    size_t pulls;                   /* open pull requests it is done to, where delta.pulls.known; likewise below */
};

/* What became of a retired presubmit (fact sheet context-deltas). */
enum delta_fate {
    FATE_PLAIN,      /* gone */
    FATE_RENAMED,    /* a new presubmit of the repo has the same image, command, args and branches */
    FATE_BRANCH_END, /* it named its branches, and none of the presubmits that remain in the repo runs on them */
    FATE_IN_REPO,    /* the repo's own configuration has it now */
};

struct delta_retired {
    const struct delta_job *job;
    enum delta_fate fate;
    const struct delta_job *now; /* what it is now, for FATE_RENAMED and FATE_IN_REPO; else NULL */
    bool first_of_name;          /* the first retired one of its name and repo */
    struct place lost;           /* the key that replaced the list in which it still stands; no file: none did */
    size_t pulls;
    const struct ack *ack; /* somebody means it: limits pass over it; NULL otherwise */
};

struct delta_migrated {
    const struct delta_job *before, *after; /* the status moves from before's context to after's */
    size_t pulls;
};

/* What differs between an old and a new job of one name; bits. */
enum delta_field {
    FIELD_BRANCHES = 1,
    FIELD_OPTIONAL = 2,
    FIELD_SKIP_REPORT = 4,
    FIELD_ALWAYS_RUN = 8,
    FIELD_FILES = 16, /* run_if_changed, skip_if_only_changed */
    FIELD_CONTEXT = 32,
    FIELD_CLUSTER = 64,
    FIELD_PRESETS = 128,   /* gets other presets, by their labels */
    FIELD_WORK = 256,      /* image, command, args */
    FIELD_OWN = 512,       /* anything else that is written at the job */
    FIELD_GIVEN = 1024,    /* what its presets add, while the presets are the same and nothing is written differently */
    FIELD_DEFAULTS = 2048, /* what the main file adds, likewise */
    FIELD_TRIGGER = 4096,
};

struct delta_change {
    const struct delta_job *before, *after;
    unsigned fields;
    /* With FIELD_BRANCHES: of the branches that the jobs of this name write down, those that no job of this name runs
     * on any more, and those that one runs on now. Both may be empty: only written in another way. */
    struct str *branches_lost, *branches_gained;
    size_t lost_count, gained_count;
    size_t named, on_before,
        on_after;                    /* how many branches they write down; of those, how many one ran on, and runs on */
    bool others_lost, others_gained; /* the same of all branches that nobody writes down */
};

/* What status-reconciler was told to leave alone of a repo. */
enum delta_denied {
    DENIED_NOTHING,
    DENIED_TRIGGERS, /* --denylist: nothing is started */
    DENIED_ALL,      /* --denylist-all */
};

/* What happens to the presubmits of one repo. */
struct delta_repo_change {
    struct str repo;
    enum delta_denied denied; /* added, and with DENIED_ALL retired and migrated, are empty then */
    size_t before, after;     /* how many there are; before 0: a new repo, on which status-reconciler does not act */
    struct delta_added *added;
    size_t added_count, added_cap;
    struct delta_retired *retired;
    size_t retired_count, retired_cap;
    struct delta_migrated *migrated;
    size_t migrated_count, migrated_cap;
    struct delta_change *changes;
    size_t change_count, change_cap;
    const struct delta_job **fresh; /* presubmits of a name that is new in the repo, acted on or not */
    size_t fresh_count, fresh_cap;
    const struct delta_job **spared; /* gone, and their statuses stay as they are */
    size_t spared_count, spared_cap;
};

/* What happens to postsubmits or periodics: nothing on pull requests, so it is only told. */
struct delta_others {
    const struct delta_job **gone, **fresh;
    size_t gone_count, gone_cap, fresh_count, fresh_cap;
    struct delta_change *changes;
    size_t change_count, change_cap;
};

/* How a preset differs. What the presets of BEFORE promise to jobs, AFTER should keep: a job that asks for one by its
 * label is told nothing when it goes. */
enum delta_preset_kind {
    PRESET_GONE,       /* no preset has its labels, nor what it gave */
    PRESET_RELABELLED, /* what it gave is given under other labels */
    PRESET_NEW,
    PRESET_PART_GONE, /* an env variable, volume, mount or toleration */
    PRESET_PART_CHANGED,
    PRESET_PART_NEW,
};

struct delta_preset_change {
    enum delta_preset_kind kind;
    const struct delta_preset *before, *after; /* NULL where there is none */
    const struct delta_preset_part *part_before, *part_after;
    /* Of a preset that is gone or has other labels: jobs of AFTER that ask for it by its labels, rewritten or not. Else, and
     * for one without labels: jobs of both sides of which nothing was rewritten, and which get something else. */
    size_t jobs;
    const struct delta_job *first; /* of those, as AFTER has it; NULL without any */
};

/* Statuses that branch protection or tide names. One that moved to a wider place, or that a wider one names too, is not
 * listed. */
struct delta_demands {
    const struct delta_required **list;
    size_t count, cap;
};

struct delta_totals {
    size_t before, after;            /* presubmits of the whole configuration */
    size_t added, retired, migrated; /* entries, as status-reconciler counts: one job may be added twice */
    size_t names[4];                 /* retired names by enum delta_fate; a name with a plain variant is plain */
};

/* Open pull requests, where somebody listed them: see open_prs.h. */
struct delta_pulls {
    bool known;
    size_t open, touched;            /* in the list, and those that anything is done to */
    size_t added, retired, migrated; /* what is done, counted once for each job and pull request */
};

/* The status-reconciler that acts on the change. */
struct delta_reconciler {
    struct window window; /* the versions that it may have */
    struct reconciler_flags flags;
    struct version newest; /* of the window, where nobody says */
};

struct delta {
    struct arena arena, scratch;
    struct delta_reconciler reconciler;
    struct lost_lists lost_lists;
    const struct delta_side *before, *after;
    struct delta_repo_change *repos; /* by name; only those in which anything happens */
    size_t repo_count, repo_cap;
    struct delta_others postsubmits, periodics;
    struct delta_preset_change *presets; /* in the order of BEFORE, then what is new */
    size_t preset_count, preset_cap;
    struct delta_demands lost, gained; /* named in BEFORE only, in AFTER only */
    struct delta_merge_changes merging;
    struct pipelines_delta pipelines; /* of deployments */
    struct acks *acks;                /* of this change; NULL without any */
    struct delta_totals totals;
    struct delta_pulls pulls;
    struct patterns patterns; /* for branches_include; patterns.gave_up: searches that found no end, so undecided */
};

/* What is known beside the two sides; zero is nothing. */
struct delta_wish {
    const struct window *window; /* what runs: status-reconciler's versions count, or all where it is not named */
    const struct reconciler_flags *flags; /* its own */
    const struct fs *after;               /* the files of AFTER */
};

/* Compares. The delta is always usable; freed with delta_free before the sides are. */
void delta_init(struct delta *d, const struct delta_side *before, const struct delta_side *after,
                const struct delta_wish *wish);
void delta_free(struct delta *d);

/* Optional and skip_report are both false (ContextRequired). */
bool delta_job_required(const struct delta_job *j);
/* Runs without being asked for on some pull requests: not only by comment (NeedsExplicitTrigger negated). */
bool delta_job_automatic(const struct delta_job *j);

#endif
