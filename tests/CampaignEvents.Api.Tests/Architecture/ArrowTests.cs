using System.Reflection;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using NetArchTest.Rules;

namespace CampaignEvents.Api.Tests.Architecture;

/// <summary>The arrows that are forbidden.</summary>
public sealed class ArrowTests
{
    private static readonly Assembly _domain = typeof(Command).Assembly, _api = typeof(CampaignLedger).Assembly, _contracts = typeof(Contracts.Announcement).Assembly;

    [Fact]
    public void the_domain_needs_nothing_but_the_runtime() =>
        _domain.GetReferencedAssemblies().Select(a => a.Name!).ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void the_domain_has_no_clock_no_chance_and_no_io() => Check(Types.InAssembly(_domain).ShouldNot().HaveDependencyOnAny(
        "System.TimeProvider", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Diagnostics.Stopwatch",
        "System.IO", "System.Net", "System.Threading.Tasks", "System.Console"));

    [Fact]
    public void only_integration_knows_masstransit() => Check(Types.InAssembly(_api).That().DoNotResideInNamespace("CampaignEvents.Api.Integration")
        .ShouldNot().HaveDependencyOn("MassTransit"));

    [Fact]
    public void the_contracts_need_nothing_but_the_runtime() =>
        _contracts.GetReferencedAssemblies().Select(a => a.Name!).ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void only_deliveries_and_schedules_know_wolverine() => Check(Types.InAssembly(_api).That().DoNotResideInNamespace("CampaignEvents.Api.Deliveries")
        .And().DoNotResideInNamespace("CampaignEvents.Api.Schedules").And().DoNotHaveName("LedgerRegistration").ShouldNot().HaveDependencyOn("Wolverine"));

    [Fact]
    public void an_endpoint_neither_appends_nor_publishes() => Check(Types.InAssembly(_api).That().HaveNameMatching("Endpoints?$")
        .ShouldNot().HaveDependencyOnAny("Marten.IDocumentSession", "Marten.IDocumentOperations", "Marten.Events.IEventStoreOperations",
            "CampaignEvents.Api.Ledger.BatchWriter", "Wolverine", "MassTransit"));

    [Fact]
    public void a_projection_has_no_clock_makes_no_ids_and_does_no_io() => Check(Types.InAssembly(_api).That().HaveNameMatching("Projection$")
        .And().AreClasses().ShouldNot().HaveDependencyOnAny("System.TimeProvider", "CampaignEvents.Api.Hosting", "Npgsql", "System.IO", "System.Net", "System.Random"));

    [Fact]
    public void projections_hold_nothing() => _api.GetTypes()
        .Where(t => t.IsClass && typeof(ILedgerProjection).IsAssignableFrom(t))
        .SelectMany(t => t.GetConstructors()).ShouldAllBe(c => c.GetParameters().Length == 0);

    [Fact]
    public void a_query_takes_no_writable_session() => Check(Types.InAssembly(_api).That().HaveNameMatching("(Query|AsOf|ConsistentRead|Cache|Directory)$")
        .ShouldNot().HaveDependencyOnAny("Marten.IDocumentSession", "Marten.IDocumentOperations"));

    [Fact]
    public void no_features_endpoint_calls_anothers()
    {
        string[] features =
        [
            "Campaigns", "Deliveries", "Exports", "ExternalCounts", "History", "Live", "Milestones", "Receivers", "Replays", "Scenarios", "Shares",
            "Signatures", "Tallies", "Webhooks",
        ];
        foreach (var feature in features)
        {
            var others = _api.GetTypes().Where(t => t.Name.EndsWith("Endpoint", StringComparison.Ordinal) || t.Name.EndsWith("Endpoints", StringComparison.Ordinal))
                .Where(t => t.Namespace != $"CampaignEvents.Api.{feature}").Select(t => t.FullName!).ToArray();
            Check(Types.InAssembly(_api).That().ResideInNamespace($"CampaignEvents.Api.{feature}").ShouldNot().HaveDependencyOnAny(others));
        }
    }

    [Fact]
    public void names_say_what_things_are() => _api.GetTypes().Concat(_domain.GetTypes()).Select(t => t.Name)
        .Where(name => !name.Contains('<', StringComparison.Ordinal)).Where(name => name.EndsWith("Manager", StringComparison.Ordinal) || name.EndsWith("Helper", StringComparison.Ordinal) || name.EndsWith("Util", StringComparison.Ordinal) ||
            name.EndsWith("Service", StringComparison.Ordinal) || name.EndsWith("Impl", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void every_public_type_of_the_domain_and_the_contracts_is_documented()
    {
        foreach (var assembly in (Assembly[])[_domain, _contracts])
        {
            var xml = System.Xml.Linq.XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
            var documented = xml.Descendants("member").Where(m => m.Element("summary") is not null).Select(m => m.Attribute("name")!.Value).ToHashSet();
            assembly.GetExportedTypes().Where(t => !documented.Contains("T:" + t.FullName)).ShouldBeEmpty();
        }
    }

    private static void Check(ConditionList condition)
    {
        var result = condition.GetResult();
        result.IsSuccessful.ShouldBeTrue(string.Join(", ", result.FailingTypeNames ?? []));
    }
}
