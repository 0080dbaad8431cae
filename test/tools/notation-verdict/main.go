// Command notation-verdict asks notation-go about cases: one JSON object a line on standard input, one answer a line
// on standard output, in the same order.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/notaryproject/notation-core-go/revocation"
	"github.com/notaryproject/notation-core-go/revocation/result"
	_ "github.com/notaryproject/notation-core-go/signature/cose"
	_ "github.com/notaryproject/notation-core-go/signature/jws"
	"github.com/notaryproject/notation-go"
	"github.com/notaryproject/notation-go/dir"
	"github.com/notaryproject/notation-go/verifier"
	"github.com/notaryproject/notation-go/verifier/trustpolicy"
	"github.com/notaryproject/notation-go/verifier/truststore"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// request is one case. Without a signature only the policy is asked about: is it valid, and which statement applies.
type request struct {
	Signature  []byte              `json:"signature"`
	MediaType  string              `json:"mediaType"`
	Subject    ocispec.Descriptor  `json:"subject"`
	Reference  string              `json:"reference"`
	Policy     []byte              `json:"policy"`
	TrustStore map[string][][]byte `json:"trustStore"`
	// Repeat measures: the case is verified this many times.
	Repeat int `json:"repeat"`
}

type answer struct {
	Accepted  bool   `json:"accepted"`
	Statement string `json:"statement,omitempty"`
	Error     string `json:"error,omitempty"`
	// Nanoseconds of each repetition.
	Nanoseconds []int64 `json:"nanoseconds,omitempty"`
}

// write puts the files of a case where notation looks for them, so that notation's own store reads them.
func write(files map[string][][]byte) (root string, err error) {
	if root, err = os.MkdirTemp("", "notation-verdict-"); err != nil {
		return root, err
	}
	for key, contents := range files {
		storeType, name, _ := strings.Cut(key, ":")
		folder := filepath.Join(root, dir.X509TrustStoreDir(storeType, name))
		if err = os.MkdirAll(folder, 0o700); err != nil {
			return root, err
		}
		for i, content := range contents {
			if err = os.WriteFile(filepath.Join(folder, strconv.Itoa(i)), content, 0o600); err != nil {
				return root, err
			}
		}
	}
	return root, nil
}

// good says of every certificate that it is not revoked.
type good struct{}

func (good) ValidateContext(_ context.Context, options revocation.ValidateContextOptions) ([]*result.CertRevocationResult, error) {
	results := make([]*result.CertRevocationResult, len(options.CertChain))
	for i := range results {
		results[i] = &result.CertRevocationResult{Result: result.ResultOK}
	}
	return results, nil
}

func ask(line []byte) (out answer) {
	defer func() {
		if panicked := recover(); panicked != nil {
			out = answer{Error: "panic"}
		}
	}()
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{Error: "request: " + err.Error()}
	}
	var document trustpolicy.Document
	if err := json.Unmarshal(asked.Policy, &document); err != nil {
		return answer{Error: "policy: " + err.Error()}
	}
	if err := document.Validate(); err != nil {
		return answer{Error: "policy: " + err.Error()}
	}
	statement, err := document.GetApplicableTrustPolicy(asked.Reference)
	if err != nil {
		return answer{Error: "policy: " + err.Error()}
	}
	out = answer{Accepted: true, Statement: statement.Name}
	if asked.Signature == nil {
		return out
	}
	root, err := write(asked.TrustStore)
	defer os.RemoveAll(root)
	if err != nil {
		return answer{Error: "trust store: " + err.Error()}
	}
	store := truststore.NewX509TrustStore(dir.NewSysFS(root))
	asker, err := verifier.NewWithOptions(&document, store, nil, verifier.VerifierOptions{
		RevocationCodeSigningValidator:  good{},
		RevocationTimestampingValidator: good{},
	})
	if err != nil {
		return answer{Error: err.Error()}
	}
	asked.Subject.Digest = digest.Digest(asked.Subject.Digest)
	options := notation.VerifierVerifyOptions{ArtifactReference: asked.Reference, SignatureMediaType: asked.MediaType}
	for i := 0; i <= asked.Repeat; i++ {
		started := time.Now()
		_, err = asker.Verify(context.Background(), asked.Subject, asked.Signature, options)
		if asked.Repeat > 0 {
			out.Nanoseconds = append(out.Nanoseconds, time.Since(started).Nanoseconds())
		}
	}
	if err != nil {
		out.Accepted, out.Error = false, reason(err)
	}
	return out
}

// reason is what an error says, with why a certificate of a trust store was not read, which notation-go leaves out.
func reason(err error) string {
	var certificate truststore.CertificateError
	if errors.As(err, &certificate) && certificate.InnerError != nil {
		return err.Error() + ": " + certificate.InnerError.Error()
	}
	return err.Error()
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if encoder.Encode(ask(line)) != nil {
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
