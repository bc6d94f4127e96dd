/* bench: how fast prowgate checks, and how much memory it takes, held against plain libyaml on the same files in the
 * same run. Prints medians; it judges nothing.
 *
 *   bench PROWGATE EVENTS MEGABYTES [NAME ROOT CONFIG JOBS]...
 *
 * Of every tree a git repository is made, of two commits that differ in one job file: what prowgate diff takes of
 * them is held against a full check of the newer one.
 */
#include "bench/generate.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 9 };

struct sample {
    double cpu_ms, wall_ms;
    long peak_kib;
};

struct tree {
    const char *name, *root, *config, *jobs;
};

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static struct sample run(char *const *argv)
{
    struct timespec begin, end;
    struct rusage used;
    int status = 0;
    pid_t child;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execv(argv[0], argv);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "bench: %s failed\n", argv[0]);
        exit(EXIT_FAILURE);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (struct sample){
        milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
        (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6,
        used.ru_maxrss,
    };
}

static int by_cpu(const void *a, const void *b)
{
    double x = ((const struct sample *)a)->cpu_ms, y = ((const struct sample *)b)->cpu_ms;

    return x < y ? -1 : x > y;
}

static struct sample median(struct sample *samples)
{
    qsort(samples, ROUNDS, sizeof *samples, by_cpu);
    return samples[ROUNDS / 2];
}

/* Files and bytes as the events program counts them. */
static double megabytes(const char *events, const char *folder)
{
    char command[8192];
    unsigned long files, bytes = 0;
    FILE *f;

    snprintf(command, sizeof command, "'%s' '%s'", events, folder);
    f = popen(command, "r");
    if (!f || fscanf(f, "%lu %lu", &files, &bytes) != 2) {
        fprintf(stderr, "bench: nothing to measure in %s\n", folder);
        exit(EXIT_FAILURE);
    }
    pclose(f);
    return (double)bytes / 1e6;
}

static void print_row(const char *what, double mb, struct sample s, double base_ms)
{
    printf("  %-28s %8.1f ms cpu %8.1f ms wall %8.1f MB/s %7.2f x libyaml %8.1f MiB peak\n", what, s.cpu_ms, s.wall_ms,
           mb / s.cpu_ms * 1e3, s.cpu_ms / base_ms, (double)s.peak_kib / 1024);
}

/* Two commits of the tree that differ in its largest job file, packed as in a clone; the tree stays as it is. */
static const char make_commits[] =
    "cd \"$2\" && export GIT_DIR=\"$1/git\" GIT_WORK_TREE=\"$PWD\" GIT_CONFIG_GLOBAL=/dev/null "
    "GIT_CONFIG_SYSTEM=/dev/null\n"
    "export GIT_AUTHOR_NAME=bench GIT_AUTHOR_EMAIL=bench@example.com\n"
    "export GIT_COMMITTER_NAME=bench GIT_COMMITTER_EMAIL=bench@example.com\n"
    "rm -rf \"$GIT_DIR\" \"$1/cache\" && git init -q && git add -A . && git commit -q -m before || exit 1\n"
    "file=$(git ls-tree -r -l HEAD -- \"$3\" | grep 'yaml$' | sort -k4 -n | tail -n 1 | cut -f2)\n"
    "id=$({ cat \"$file\" && echo '# changed'; } | git hash-object -w --stdin) || exit 1\n"
    "git update-index --cacheinfo \"100644,$id,$file\" && git commit -q -m after && git repack -adq\n";

static void print_diff(const char *what, struct sample s, struct sample check)
{
    printf("  %-28s %8.1f ms cpu %8.1f ms wall %19.2f x check of a commit %6.1f MiB peak\n", what, s.cpu_ms, s.wall_ms,
           s.cpu_ms / check.cpu_ms, (double)s.peak_kib / 1024);
}

/* In scratch, a folder of ours. The kept outlines are in there too: the first diff makes them, and is not counted. */
static void measure_diff(const char *prowgate, const struct tree *t, const char *scratch)
{
    char sh[] = "/bin/sh", c[] = "-c", script[sizeof make_commits], dir[4096], root[4096], jobs[4096], program[4096];
    char config_flag[] = "--config", jobs_flag[] = "--job-config", config[4096], one[] = "--jobs=1",
         quiet[] = "--quiet";
    char latest[] = "--deployed=latest", check_word[] = "check", diff_word[] = "diff", anew[] = "--no-cache";
    char before[] = "git:HEAD~1", after[] = "git:HEAD";
    char *make[] = { sh, c, script, sh, dir, root, jobs, NULL };
    char *check[] = { program, check_word, after, config_flag, config, jobs_flag, jobs, latest, quiet, one, NULL };
    char *diff[] = {
        program, diff_word, before, after, config_flag, config, jobs_flag, jobs, latest, quiet, one, NULL
    };
    char *first[] = { program, diff_word, before, after, config_flag, config, jobs_flag,
                      jobs,    latest,    quiet,  one,   anew,        NULL };
    struct sample a[ROUNDS], b[ROUNDS], d[ROUNDS], base;

    memcpy(script, make_commits, sizeof script);
    snprintf(dir, sizeof dir, "%s", scratch);
    snprintf(root, sizeof root, "%s", t->root);
    snprintf(jobs, sizeof jobs, "%s", t->jobs);
    snprintf(config, sizeof config, "%s", t->config);
    snprintf(program, sizeof program, "%s", prowgate);
    run(make);
    snprintf(root, sizeof root, "%.4000s/git", scratch);
    setenv("GIT_DIR", root, 1);
    snprintf(root, sizeof root, "%.4000s/cache", scratch);
    setenv("XDG_CACHE_HOME", root, 1);
    run(diff);
    for (int i = 0; i < ROUNDS; i++) {
        a[i] = run(check);
        b[i] = run(first);
        d[i] = run(diff);
    }
    unsetenv("GIT_DIR");
    base = median(a);
    print_diff("prowgate check of a commit", base, base);
    print_diff("prowgate diff, nothing kept", median(b), base);
    print_diff("prowgate diff, as a rule", median(d), base);
}

static void measure(const char *prowgate, const char *events, const struct tree *t)
{
    char jobs[4096], root[4096], config[4096], job_config[4096], program[4096], plain[4096];
    char check[] = "check", config_flag[] = "--config", jobs_flag[] = "--job-config", one[] = "--jobs=1";
    char latest[] = "--deployed=latest", quiet[] = "--quiet";
    char *one_thread[] = { program, check, root, config_flag, config, jobs_flag, job_config, latest, quiet, one, NULL };
    char *all_threads[] = { program, check, root, config_flag, config, jobs_flag, job_config, latest, quiet, NULL };
    char *baseline[] = { plain, jobs, NULL };
    struct sample a[ROUNDS], b[ROUNDS], c[ROUNDS], base;
    double mb;

    snprintf(root, sizeof root, "%s", t->root);
    snprintf(config, sizeof config, "%s", t->config);
    snprintf(job_config, sizeof job_config, "%s", t->jobs);
    snprintf(jobs, sizeof jobs, "%.2000s/%.2000s", t->root, t->jobs);
    snprintf(program, sizeof program, "%s", prowgate);
    snprintf(plain, sizeof plain, "%s", events);
    mb = megabytes(events, jobs);
    for (int i = 0; i < ROUNDS; i++) {
        a[i] = run(baseline);
        b[i] = run(one_thread);
        c[i] = run(all_threads);
    }
    base = median(a);
    printf("%s: %.1f MB of job files\n", t->name, mb);
    print_row("libyaml events", mb, base, base.cpu_ms);
    print_row("prowgate check, one thread", mb, median(b), base.cpu_ms);
    print_row("prowgate check, all threads", mb, median(c), base.cpu_ms);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/prowgate-bench-XXXXXX", scratch[] = "/tmp/prowgate-bench-XXXXXX", remove[128];
    struct tree made = { "generated tree", folder, "config/prow/config.yaml", "config/jobs" };
    double size = argc > 3 ? atof(argv[3]) : 0;

    if (argc < 4 || (argc - 4) % 4 != 0 || size <= 0 || size > 4096) {
        fprintf(stderr, "usage: bench PROWGATE EVENTS MEGABYTES [NAME ROOT CONFIG JOBS]...\n");
        return 2;
    }
    if (!mkdtemp(folder) || !mkdtemp(scratch) || !generate_tree(folder, (size_t)(size * 1e6)))
        return EXIT_FAILURE;
    measure(argv[1], argv[2], &made);
    measure_diff(argv[1], &made, scratch);
    for (int i = 4; i + 3 < argc; i += 4) {
        struct tree t = { argv[i], argv[i + 1], argv[i + 2], argv[i + 3] };
        measure(argv[1], argv[2], &t);
        measure_diff(argv[1], &t, scratch);
    }
    snprintf(remove, sizeof remove, "rm -rf %s %s", folder, scratch);
    return system(remove) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
