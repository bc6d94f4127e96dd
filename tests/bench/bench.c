/* bench: how fast prowgate checks, and how much memory it takes, held against plain libyaml on the same files in the
 * same run. Prints medians; it judges nothing.
 *
 *   bench PROWGATE EVENTS MEGABYTES [NAME ROOT CONFIG JOBS]...
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
    char folder[] = "/tmp/prowgate-bench-XXXXXX", remove[64];
    struct tree made = { "generated tree", folder, "config/prow/config.yaml", "config/jobs" };
    double size = argc > 3 ? atof(argv[3]) : 0;

    if (argc < 4 || (argc - 4) % 4 != 0 || size <= 0 || size > 4096) {
        fprintf(stderr, "usage: bench PROWGATE EVENTS MEGABYTES [NAME ROOT CONFIG JOBS]...\n");
        return 2;
    }
    if (!mkdtemp(folder) || !generate_tree(folder, (size_t)(size * 1e6)))
        return EXIT_FAILURE;
    measure(argv[1], argv[2], &made);
    for (int i = 4; i + 3 < argc; i += 4)
        measure(argv[1], argv[2], &(struct tree){ argv[i], argv[i + 1], argv[i + 2], argv[i + 3] });
    snprintf(remove, sizeof remove, "rm -rf %s", folder);
    return system(remove) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
