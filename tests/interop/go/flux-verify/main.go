// flux-verify judges a chart as Flux's source-controller (1.9) judges an OCIRepository with `verify: cosign`.
//
// That controller's code cannot be imported. This program calls the same functions of cosign 3 in the same order with
// the same settings: bundles if there are any, else the signature under the tag; with a key no log and SHA-256; without
// a key a trusted root from a file (trustedRootSecretRef) and identities as regular expressions (matchOIDCIdentity).
//
//	flux-verify -key cosign.pub REFERENCE
//	flux-verify -trusted-root FILE -issuer REGEXP -subject REGEXP REFERENCE
package main

import (
	"context"
	"crypto"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/sigstore/cosign/v3/pkg/cosign"
	"github.com/sigstore/cosign/v3/pkg/oci"
	"github.com/sigstore/sigstore-go/pkg/root"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
)

func main() {
	key := flag.String("key", "", "a public key in PEM")
	trusted := flag.String("trusted-root", "", "the trusted root for signatures without a key")
	issuer := flag.String("issuer", "", "the issuer as a regular expression")
	subject := flag.String("subject", "", "the identity as a regular expression")
	flag.Parse()

	options, err := settings(*key, *trusted, cosign.Identity{IssuerRegExp: *issuer, SubjectRegExp: *subject})
	if err == nil {
		err = verify(flag.Arg(0), options)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "flux-verify:", err)
		os.Exit(1)
	}
}

func settings(key, trusted string, identity cosign.Identity) (*cosign.CheckOpts, error) {
	options := &cosign.CheckOpts{NewBundleFormat: true}
	if key == "" {
		material, err := root.NewTrustedRootFromPath(trusted)
		if err != nil {
			return nil, err
		}
		options.TrustedMaterial = material
		options.Identities = []cosign.Identity{identity}
		return options, nil
	}
	text, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	public, err := cryptoutils.UnmarshalPEMToPublicKey(text)
	if err != nil {
		return nil, err
	}
	options.Offline, options.IgnoreTlog = true, true
	options.SigVerifier, err = signature.LoadVerifier(public, crypto.SHA256)
	return options, err
}

func verify(text string, options *cosign.CheckOpts) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reference, err := name.ParseReference(text)
	if err != nil {
		return err
	}
	bundles, _, err := cosign.GetBundles(ctx, reference, options.RegistryClientOpts)
	var accepted []oci.Signature
	carrier := "bundle"
	if err != nil || len(bundles) == 0 {
		carrier = "tag"
		options.NewBundleFormat = false
		accepted, _, err = cosign.VerifyImageSignatures(ctx, reference, options)
	} else {
		accepted, _, err = cosign.VerifyImageAttestations(ctx, reference, options)
	}
	if err != nil {
		return err
	}
	if len(accepted) == 0 {
		return errors.New("no signature was accepted")
	}
	fmt.Printf("verified by %s: %d\n", carrier, len(accepted))
	return nil
}
