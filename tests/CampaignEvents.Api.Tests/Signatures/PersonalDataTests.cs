using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain.Signatures;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Signatures;

[Collection(ApiTests.Name)]
public sealed class PersonalDataTests(ApiFixture fixture)
{
    private static readonly Secrets _secrets = new(Convert.FromBase64String(TestHost.MasterSecret));

    private readonly PersonSeal _seal = new(_secrets);

    [Fact]
    public void what_was_sealed_can_be_unsealed_with_its_key_only()
    {
        var person = new Person("Ada Lovelace", "ada@example.org", "SW1A 1AA", "Über\nalles\tgut");
        var (key, id) = (PersonSeal.NewKey(), Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d560"));
        var text = _seal.Seal(person, key, id);

        _seal.Unseal(text, key, id).ShouldBe(person);
        Should.Throw<CryptographicException>(() => _seal.Unseal(text, PersonSeal.NewKey(), id));
        Should.Throw<CryptographicException>(() => _seal.Unseal(text, key, Guid.Empty));
        Should.Throw<CryptographicException>(() => new PersonSeal(new(new byte[32])).Unseal(text, key, id));
        Should.Throw<CryptographicException>(() => _seal.Unseal((text[0] == 'A' ? 'B' : 'A') + text[1..], key, id));
    }

    [Fact]
    public void a_fingerprint_differs_by_campaign_kind_and_secret()
    {
        var prints = new Fingerprints(_secrets);
        var (one, two) = (Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d560"), Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d561"));
        Fingerprint[] all =
        [
            prints.OfSignatory(one, "ada@example.org"), prints.OfSignatory(two, "ada@example.org"), prints.OfMailbox(one, "ada@example.org"),
            new Fingerprints(new(new byte[32])).OfSignatory(one, "ada@example.org"),
        ];
        all.ShouldBeUnique();
        prints.OfHousehold(one, "GB", "sw1a 1aa").ShouldBe(prints.OfHousehold(one, "GB", "SW1A-1AA"));
        prints.OfHousehold(one, "GB", "SW1A 1AA").ShouldNotBe(prints.OfHousehold(one, "FR", "SW1A 1AA"));
    }

    [Fact]
    public async Task no_table_holds_personal_data_in_clear()
    {
        var campaign = await fixture.Host.LaunchAsync();
        string[] secrets = ["Zebulon", "zebulon.quux@example.org", "ZZ9 9ZZ", "my very own words"];
        await campaign.PostAsync("/signatures", new { name = secrets[0], email = secrets[1], country = "GB", postcode = secrets[2], comment = secrets[3] });

        foreach (var table in await TablesAsync())
        {
            foreach (var secret in secrets)
            {
                var hex = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(secret));
                (await fixture.Host.AskAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%' || $1 || '%' OR t::text ILIKE '%' || $2 || '%'", secret, hex))
                    .ShouldBe(0, $"{table} holds {secret}");
            }
        }
    }

    [Fact]
    public async Task the_history_shows_neither_sealed_data_nor_fingerprints()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await campaign.PostAsync("/signatures", new { name = "Ada", email = "a.d.a+x@gmail.com", country = "GB", postcode = "SW1A 1AA" });

        var line = JsonDocument.Parse(await fixture.Host.Staff.GetStringAsync($"{campaign.Path}/history?after=1")).RootElement.GetProperty("lines")[0];
        line.GetProperty("type").GetString().ShouldBe("signature_counted_v1");
        line.GetProperty("data").EnumerateObject().Select(p => p.Name).ShouldBe(["signatureId", "number", "country"]);
    }

    [Fact]
    public async Task withdrawing_erases_the_person_and_keeps_line_number_and_count()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var signed = await campaign.SignAsync("ada@example.org").JsonAsync();
        var counted = (SignatureCounted)(await campaign.LinesAsync())[1].Event;
        var key = await KeyAsync(campaign);
        _seal.Unseal(counted.Person, key!.Value, counted.SignatureId).Email.ShouldBe("ada@example.org");

        await campaign.PostAsync($"/signatures/{signed.Text("signatureId")}/withdraw", new { token = signed.Text("token") });

        (await KeyAsync(campaign)).ShouldBeNull();
        (await campaign.LinesAsync())[1].Event.ShouldBe(counted);
    }

    [Fact]
    public async Task what_is_logged_and_answered_on_errors_repeats_nothing_of_the_input()
    {
        var campaign = await fixture.Host.LaunchAsync();
        foreach (var body in (object[])[
            new { name = "Zebulon", email = "zebulon.quux.example.org", country = "Zebulonia" },
            new { name = "Zebulon", email = "zebulon.quux@example.org", country = "GB", zebulon = "Zebulon" }])
        {
            var problem = (await (await campaign.PostAsync("/signatures", body)).JsonAsync()).ToJsonString();
            problem.ShouldNotContain("quux");
            problem.ShouldNotContain("Zebulon", Case.Sensitive);
        }
        new SignatureInput("Zebulon", "zebulon.quux@example.org", null, null, null, null, null).ToString().ShouldNotContain("ebulon");
        new Person("Zebulon", "zebulon.quux@example.org", null, null).ToString().ShouldNotContain("ebulon");
    }

    [Fact]
    public async Task data_written_under_another_master_secret_is_refused()
    {
        await using var host = await fixture.NewHostAsync();
        var other = new Secrets(new byte[32]);
        await Should.ThrowAsync<InvalidOperationException>(() => InstallationCheck.RunAsync(host.Database, other, CancellationToken.None));
    }

    [Fact]
    public void stored_signatures_are_read_as_they_were_written()
    {
        var format = new SignatureEventFormat();
        Gen.Select(Gen.Guid, Gen.Long[1, long.MaxValue], Gen.Byte.Array[0, 400], Gen.OneOf("GB", null, "FR"), Gen.OneOf("email", null, "x"),
            Gen.Guid.Nullable(), Gen.Guid.Nullable(), Gen.DateTimeOffset.Nullable()).Sample((id, number, person, country, channel, a, b, at) =>
        {
            var time = at is { } t ? Domain.LedgerTime.Truncate(t) : (DateTimeOffset?)null;
            var counted = new SignatureCounted(id, number, new(id), System.Buffers.Text.Base64Url.EncodeToString(person), country, channel, a,
                b is { } m ? new Fingerprint(m) : null, a is { } h ? new Fingerprint(h) : null, time);
            format.Deserialize(typeof(SignatureCounted), format.Serialize(typeof(SignatureCounted), counted)).ShouldBe(counted);
            var submitted = new SignatureSubmitted(id, new(id), counted.Person, country, channel, a, counted.Mailbox, counted.Household, time);
            format.Deserialize(typeof(SignatureSubmitted), format.Serialize(typeof(SignatureSubmitted), submitted)).ShouldBe(submitted);
        }, iter: 2_000);
    }

    private async Task<Guid?> KeyAsync(TestCampaign campaign)
    {
        await using var command = fixture.Host.Database.CreateCommand($"SELECT key FROM {LedgerSchema.Signatories} WHERE campaign_id = $1");
        command.Parameters.Add(new() { Value = campaign.Id });
        return await command.ExecuteScalarAsync() is Guid key ? key : null;
    }

    private async Task<List<string>> TablesAsync()
    {
        await using var command = fixture.Host.Database.CreateCommand($"SELECT tablename FROM pg_tables WHERE schemaname = '{LedgerSchema.Name}'");
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
            tables.Add($"{LedgerSchema.Name}.{reader.GetString(0)}");
        tables.Count.ShouldBeGreaterThan(8);
        return tables;
    }
}
