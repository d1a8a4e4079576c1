using CampaignEvents.Domain.Signatures;
using CsCheck;

namespace CampaignEvents.Domain.Tests.Signatures;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.org", "ada@example.org")]
    [InlineData("  Ada@Example.ORG ", "ada@example.org")]
    [InlineData("ada+petitions@example.org", "ada@example.org")]
    [InlineData("ada+a+b@example.org", "ada@example.org")]
    [InlineData("a.d.a@gmail.com", "ada@gmail.com")]
    [InlineData("A.d.a+x@GoogleMail.com", "ada@googlemail.com")]
    [InlineData("a.d.a@example.org", "a.d.a@example.org")]
    [InlineData("ada@bücher.example", "ada@xn--bcher-kva.example")]
    [InlineData("ADA@BÜCHER.example", "ada@xn--bcher-kva.example")]
    [InlineData("ａｄａ＠example．org", "ada@example.org")]
    [InlineData("ﬁnn@example.org", "finn@example.org")]
    [InlineData("Jose\u0301@example.org", "josé@example.org")]
    public void every_spelling_of_a_mailbox_has_one_form(string email, string normalized)
    {
        EmailAddress.Problems(email).ShouldBeEmpty();
        EmailAddress.Normalize(email).ShouldBe(normalized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@example")]
    [InlineData("ada@example.")]
    [InlineData("ada@.org")]
    [InlineData("ada@exa mple.org")]
    [InlineData("a da@example.org")]
    [InlineData("ada@@example.org")]
    [InlineData("ada@example.org\r\nBcc: x@example.org")]
    [InlineData("ada\u0000@example.org")]
    [InlineData(".ada@example.org")]
    [InlineData("ada.@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("+tag@example.org")]
    [InlineData("<ada@example.org>")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@127.0.0.1")]
    public void what_is_no_address_is_told(string email) => EmailAddress.Problems(email).ShouldNotBeEmpty();

    [Fact]
    public void an_address_has_at_most_254_characters()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 4)) + ".org";
        EmailAddress.Problems("ada@" + domain[..^1] + "g").ShouldBeEmpty();
        EmailAddress.Problems(new string('a', 64) + "@" + domain).ShouldNotBeEmpty();
    }

    [Fact]
    public void the_mailbox_keeps_tag_and_dots() =>
        EmailAddress.Mailbox(" A.d.a+X@Gmail.com ").ShouldBe("a.d.a+x@gmail.com");

    [Fact]
    public void normalizing_again_changes_nothing() =>
        Gen.Select(Gen.String[Gen.Char["abZ.+ß\u0130ﬁＡé-_"], 1, 12], Gen.OneOf("example.org", "GMAIL.com", "bücher.example", "ﬁ.example"))
            .Sample((local, domain) =>
            {
                if (EmailAddress.Normalize($"{local}@{domain}") is { } once)
                    EmailAddress.Normalize(once).ShouldBe(once);
            });
}
