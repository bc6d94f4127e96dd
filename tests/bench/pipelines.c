/* pipelines: what judging deployment pipelines costs, beside what it may: the development contexts as the drop-in for
 * templatize does them, then every context, with graphs and rules. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5 };

struct cost {
    double cpu, wall, peak; /* s, s, MB */
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Runs the words in the folder; what it prints and how it ends does not matter. */
static struct cost run_once(const char *folder, char *const *words)
{
    struct timespec before, after;
    struct rusage used;
    int status;
    pid_t child;

    clock_gettime(CLOCK_MONOTONIC, &before);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        if (chdir(folder) != 0 || !freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(127);
        execv(words[0], words);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child || WEXITSTATUS(status) == 127) {
        fprintf(stderr, "pipelines: %s can't be run\n", words[0]);
        exit(EXIT_FAILURE);
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    return (struct cost){ seconds(used.ru_utime) + seconds(used.ru_stime),
                          (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9,
                          (double)used.ru_maxrss / 1024 };
}

/* The round that cost least: what else the machine does only adds. */
static void measure(const char *name, const char *folder, char *const *words, double most_cpu)
{
    struct cost least = run_once(folder, words);

    for (int i = 1; i < ROUNDS; i++) {
        struct cost c = run_once(folder, words);

        if (c.cpu < least.cpu)
            least = c;
    }
    printf("%-36s %7.3f s CPU (may take %.2f) %7.3f s %6.1f MB (may take 100)%s\n", name, least.cpu, most_cpu,
           least.wall, least.peak, least.cpu > most_cpu || least.peak > 100 ? "  TOO MUCH" : "");
}

int main(int argc, char **argv)
{
    char templatize[] = "templatize", pipeline[] = "pipeline", validate[] = "validate", check[] = "check", dot[] = ".",
         config_flag[] = "--service-config-file", config[] = "config/config.yaml", dev[] = "--dev-mode",
         topology_flag[] = "--topology-config-file", topology[] = "topology.yaml", region_flag[] = "--dev-region",
         region[] = "westus3";

    if (argc != 3) {
        fprintf(stderr, "usage: pipelines PROWGATE TREE\n");
        return 2;
    }
    measure("templatize, 6 development contexts", argv[2],
            (char *[]){ argv[1], templatize, pipeline, validate, config_flag, config, topology_flag, topology, dev,
                        region_flag, region, NULL },
            0.15);
    measure("check, every context", argv[2], (char *[]){ argv[1], check, dot, NULL }, 2);
    return EXIT_SUCCESS;
}
