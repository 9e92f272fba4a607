// policy-copy copies an image under a signature policy, as skopeo, podman and CRI-O do: by the copy of containers/image.
//
// Debian's skopeo is built without sigstore, and skopeo's module is in no Go proxy; the library that does the work is.
//
//	policy-copy POLICY.json REGISTRIES.d docker://HOST/REPOSITORY@DIGEST oci:FOLDER:TAG
//
// POLICY is a containers-policy.json(5), REGISTRIES.d a folder of containers-registries.d(5) files, which must say
// `use-sigstore-attachments: true` for signatures to be looked for. Registries are asked over plain HTTP if need be.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.podman.io/image/v5/copy"
	"go.podman.io/image/v5/docker"
	"go.podman.io/image/v5/oci/layout"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: policy-copy POLICY REGISTRIES.D docker://SOURCE oci:TARGET")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, "policy-copy:", err)
		os.Exit(1)
	}
}

func run(policyFile, registries, from, to string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	policy, err := signature.NewPolicyFromFile(policyFile)
	if err != nil {
		return err
	}
	judge, err := signature.NewPolicyContext(policy)
	if err != nil {
		return err
	}
	defer func() { _ = judge.Destroy() }()
	source, err := docker.ParseReference(from[len("docker:"):])
	if err != nil {
		return err
	}
	target, err := layout.ParseReference(to[len("oci:"):])
	if err != nil {
		return err
	}
	_, err = copy.Image(ctx, judge, target, source, &copy.Options{
		PreserveDigests:  true,
		RemoveSignatures: true, // a layout cannot hold them; the source's are judged before
		SourceCtx: &types.SystemContext{
			RegistriesDirPath:           registries,
			SystemRegistriesConfPath:    os.DevNull,
			DockerInsecureSkipTLSVerify: types.OptionalBoolTrue,
		},
	})
	return err
}
