using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Which passwords are refused, and why.</summary>
public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = PasswordRules.Of(new ConfigurationBuilder().Build());

    [Theory]
    [InlineData("short", "10 to 128 characters")]
    [InlineData("aaaaaaaaaaaa", "different characters")]
    [InlineData("1234512345", "repeats")]
    [InlineData("mumbai7mumbai7", "repeats")]
    [InlineData("abcabcabcabdeabcabcabcabde", "repeats")]
    [InlineData("1234567890", "keyboard")]
    [InlineData("abcdefghij1", "keyboard")]
    [InlineData("qwertyuiop", "keyboard")]
    [InlineData("1qaz2wsx3edc", "keyboard")]
    [InlineData("password123", "tried first")]
    [InlineData("P@ssw0rd!!2026", "tried first")]
    [InlineData("Welcome@2025", "tried first")]
    [InlineData("Mumbai#1234567", "tried first")]
    [InlineData("adminadmin12345", "tried first")]
    [InlineData("companyreports9", "tried first")]
    [InlineData("Kulkarni.1987!", "your name")]
    [InlineData("neha.kulkarni42", "your name")]
    public void A_password_that_is_tried_first_is_refused_with_the_reason(string password, string reason)
    {
        var refused = Assert.Throws<DomainException>(() =>
            Rules.Check(password, "Neha Kulkarni", "neha.kulkarni@example.com")
        );

        Assert.Contains(reason, refused.Fields["next"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("four unrelated words")]
    [InlineData("correct horse battery staple")]
    [InlineData("my password is a long sentence")]
    [InlineData("Demo@12345 Kettle Brass")]
    [InlineData("vT9!kq#2Lm")]
    [InlineData("तीन अलग शब्द यहाँ")]
    public void A_password_that_is_its_own_is_taken(string password) =>
        Rules.Check(password, "Neha Kulkarni", "neha.kulkarni@example.com");

    [Fact]
    public void The_name_of_the_company_is_no_password()
    {
        var rules = PasswordRules.Of(
            new ConfigurationBuilder().AddInMemoryCollection([new("Company:Name", "Lakshya Earthmovers")]).Build()
        );

        var refused = Assert.Throws<DomainException>(() => rules.Check("Earthmovers2026", "A", "a@example.com"));

        Assert.Contains("the company's name", refused.Fields["next"], StringComparison.Ordinal);
        rules.Check("earthmovers kettle brass", "A", "a@example.com");
    }

    [Fact]
    public void A_long_sentence_is_taken() =>
        Rules.Check(
            "a sentence of more than a hundred characters that nobody else says is a good password, whatever its signs are",
            "Neha Kulkarni",
            "neha.kulkarni@example.com"
        );

    /// <remarks>What OWASP asks of PBKDF2 with HMAC-SHA-512, told by the hash itself: format 1, function 2, then the number.</remarks>
    [Fact]
    public void A_password_is_kept_as_a_salted_hash_of_210_000_iterations()
    {
        var services = new ServiceCollection();
        new AccessFeature().Add(services, new ConfigurationBuilder().Build());
        using var provider = services.BuildServiceProvider();
        var hasher = provider.GetRequiredService<IPasswordHasher<User>>();
        var person = new User { Name = "A", Role = RoleNames.Manager };

        var (one, other) = (hasher.HashPassword(person, "the same"), hasher.HashPassword(person, "the same"));

        Assert.NotEqual(one, other);
        // A recovery code costs as much to guess.
        var code = provider.GetRequiredService<RecoveryCodes>().Create();
        Assert.Equal(
            Convert.ToHexStringLower(
                Rfc2898DeriveBytes.Pbkdf2(
                    code.Codes[0].Replace("-", "", StringComparison.Ordinal),
                    Convert.FromHexString(code.Salt),
                    210_000,
                    HashAlgorithmName.SHA512,
                    32
                )
            ),
            code.Hashes[0]
        );
        var hash = Convert.FromBase64String(one);
        Assert.Equal(
            (1, 2u, 210_000u),
            (
                hash[0],
                BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)),
                BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5))
            )
        );
    }

    [Fact]
    public void A_list_of_known_passwords_is_read_as_text_or_as_hashes()
    {
        var file = Path.GetTempFileName();
        try
        {
            // The second line is the SHA-1 of "four unrelated words", as published lists have them.
            File.WriteAllLines(
                file,
                [
                    "purple teapot 88",
                    Convert.ToHexString(System.Security.Cryptography.SHA1.HashData("four unrelated words"u8.ToArray()))
                        + ":17",
                    "",
                ]
            );
            var rules = PasswordRules.Of(
                new ConfigurationBuilder().AddInMemoryCollection([new("Passwords:BreachedFile", file)]).Build()
            );

            foreach (var known in new[] { "purple teapot 88", "four unrelated words" })
                Assert.Contains(
                    "leak",
                    Assert.Throws<DomainException>(() => rules.Check(known, "A", "a@example.com")).Fields["next"],
                    StringComparison.Ordinal
                );
            rules.Check("purple teapot 89", "A", "a@example.com");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_list_that_is_not_there_stops_the_start() =>
        Assert.Throws<OptionsValidationException>(() =>
            PasswordRules.Of(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([new("Passwords:BreachedFile", "/no/such/list.txt")])
                    .Build()
            )
        );
}
