package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dockerfiles of the kinds that notebook servers, R, and build tools are published with: each does
 * in small what the published ones do with packages.
 */
@EndToEnd
@JdockOnly(
    "Docker's old builder, which the suite asks for, knows neither mounts nor here-documents")
class BuildShapesIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  BuildShapesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String build(String dockerfile, String... flags) {
    String image = jdock.image();
    Host.write(context.resolve("Dockerfile"), dockerfile);
    var command = new ArrayList<>(List.of("build", "-t", image));
    command.addAll(List.of(flags));
    command.add(".");
    jdock.in(context).run(command.toArray(String[]::new)).ok();
    return image;
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", "--network", "none", image, "sh", "-c", script);
  }

  @Test
  void anInstallerIsMountedOutOfAStageThatAContextReplaces(@TempDir Path tools) {
    Host.write(tools.resolve("bin/install"), "#!/bin/sh\nmkdir -p $1/bin; echo $2 >$1/bin/tool\n");
    Host.run("chmod", "755", tools.resolve("bin/install").toString()).ok();
    Host.write(context.resolve("fix"), "#!/bin/sh\nchmod -R g+w \"$@\"\n");
    Host.write(context.resolve("rc"), "channels\n");
    String image =
        build(
            """
            ARG ROOT_IMAGE=default_root
            FROM nosuch.example/root@sha256:%s AS default_root
            FROM nosuch.example/installer:1 AS installer
            FROM $ROOT_IMAGE
            ARG NB_USER="jo"
            ARG NB_UID="1000"
            ARG NB_GID="100"
            SHELL ["/bin/sh", "-e", "-c"]
            USER root
            ENV DIR=/opt/tools \\
                NB_USER="${NB_USER}" \\
                NB_UID=${NB_UID}
            ENV PATH="${DIR}/bin:${PATH}" \\
                HOME="/home/${NB_USER}"
            COPY fix /usr/local/bin/fix
            RUN chmod a+rx /usr/local/bin/fix && \\
                # a comment between
                echo "${NB_USER}:x:${NB_UID}:${NB_GID}::${HOME}:/bin/sh" >>/etc/passwd && \\
                mkdir -p "${HOME}" "${DIR}" && chown "${NB_UID}:${NB_GID}" "${HOME}" "${DIR}"
            USER ${NB_UID}
            COPY --chown="${NB_UID}:${NB_GID}" rc "${DIR}/.rc"
            WORKDIR /tmp
            RUN --mount=type=bind,from=installer,source=/bin/install,target=/usr/local/bin/install \\
                install "${DIR}" 3.13 && /usr/local/bin/fix "${DIR}"
            EXPOSE 8888
            HEALTHCHECK --interval=3s --retries=3 CMD ["test", "-e", "/tmp"]
            USER root
            RUN rm -rf "/home/${NB_USER}/.cache"
            USER ${NB_UID}
            WORKDIR "${HOME}"
            """
                .formatted("0".repeat(64)),
            "--build-arg",
            "ROOT_IMAGE=" + jdock.busybox(),
            "--build-context",
            "installer=" + tools);
    sh(image, "id -un; pwd; cat /opt/tools/bin/tool; stat -c '%a %u %g' $DIR/bin $DIR/.rc")
        .prints("jo\n/home/jo\n3.13\n775 1000 100\n664 1000 100");
    assertThat(sh(image, "ls /usr/local/bin").text()).isEqualTo("fix");
    jdock
        .run("inspect", "-f", "{{json .Config.Healthcheck.Test}}", image)
        .prints("[\"CMD\",\"test\",\"-e\",\"/tmp\"]");
  }

  @Test
  void hereDocumentsRunScriptsThatWereCopied() {
    Host.write(context.resolve("scripts/setup.sh"), "#!/bin/sh\necho \"$VERSION $LANG\" >/made\n");
    Host.run("chmod", "755", context.resolve("scripts/setup.sh").toString()).ok();
    Host.write(context.resolve("scripts/bin/r"), "r\n");
    String image =
        build(
            """
            # syntax=docker/dockerfile:1

            FROM %s

            ENV VERSION="4.6.1"
            COPY scripts/bin/ /scripts/bin/
            COPY scripts/setup.sh /scripts/setup.sh
            ENV LANG=en_US.UTF-8
            RUN <<EOF
            if grep -q "1000" /etc/passwd; then
                echo there >/user;
            fi
            /scripts/setup.sh
            EOF

            CMD ["sh"]

            COPY scripts /scripts
            """
                .formatted(jdock.busybox()));
    sh(image, "cat /made; find /scripts -type f | sort; ls /user 2>/dev/null")
        .exits(1)
        .saysOnOut("4.6.1 en_US.UTF-8\n/scripts/bin/r\n/scripts/setup.sh\n");
  }

  @Test
  void oldFormsOfEnvAndAnInitOfTheImagesOwnWork() {
    Host.write(context.resolve("s6/cont-init.d/01-copy"), "#!/bin/sh\necho copied\n");
    Host.write(
        context.resolve("init"),
        "#!/bin/sh\nfor f in /etc/cont-init.d/*; do $f; done\nexec \"$@\"\n");
    String image =
        build(
            """
            ARG BASE_IMG=<base>
            FROM $BASE_IMG
            ARG TARGETARCH
            ENV NB_USER jo
            ENV NB_GID 0
            ENV HOME /home/$NB_USER
            RUN case "${TARGETARCH}" in \\
                  amd64|arm64) echo known >/arch ;; \\
                  *) exit 1 ;; \\
                esac \\
             && echo "jo:x:1000:0::${HOME}:/bin/sh" >>/etc/passwd \\
             && mkdir -p ${HOME} \\
                # between the lines
             && chmod 2775 ${HOME}
            COPY --chown=${NB_USER}:${NB_GID} --chmod=755 s6/ /etc
            COPY --chmod=0755 /init /init
            USER 1000
            ENTRYPOINT ["/init"]
            """,
            "--build-arg",
            "BASE_IMG=" + jdock.busybox());
    sh(image, "cat /arch; stat -c '%a %u %g' /etc/cont-init.d/01-copy; stat -c %a $HOME")
        .prints("copied\nknown\n755 1000 0\n2775");
  }

  @Test
  void packagesAreInstalledBeforeTheSourcesChange() {
    Host.write(context.resolve("package.json"), "{}\n");
    Host.write(context.resolve("packages/one/package.json"), "{\"name\":\"one\"}\n");
    Host.write(context.resolve("packages/one/index.js"), "1\n");
    String dockerfile =
        """
        # syntax=docker/dockerfile:1
        FROM %1$s AS build
        WORKDIR /app
        COPY package.json ./
        COPY --parents packages/*/package.json ./
        RUN --mount=type=cache,target=/root/.npm find . -type f ! -name installed | sort >installed
        COPY . .
        RUN cat packages/*/index.js >built
        FROM %1$s
        COPY --from=build --parents /app/./packages /app/./built /app/installed /srv/
        """
            .formatted(jdock.busybox());
    build(dockerfile);
    Host.write(context.resolve("packages/one/index.js"), "2\n");
    String image = build(dockerfile);
    sh(image, "cat /srv/built /srv/app/installed; ls /srv/packages/one")
        .prints("2\n./package.json\n./packages/one/package.json\nindex.js\npackage.json");
  }
}
